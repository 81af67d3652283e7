"""The clock of a worker: fires timers, deadlines and calls when they are due."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from db import reading
from db.trouble import TROUBLE
from engine.commands.fire_due import fire_due
from engine.commands.fire_timers import fire_timers
from engine.commands.queue_calls import queue_calls
from engine.queries.upcoming import next_moment
from jobs.outage import outage
from messages.sending import queue_mails
from web.current import runtime

if TYPE_CHECKING:
    from flask import Flask

PAUSE_S = 1.0
"""The longest pause: what others plan for sooner meanwhile is so much too late at most."""
AT_ONCE = 200
"""Of each kind in one tick, so that none holds up the others for long, nor the end of the worker."""

last_tick: datetime | None = None
"""When the clock last got through a tick."""

_log = logging.getLogger(__name__)


async def tick_forever(app: Flask) -> None:
    """Fire what is due until cancelled; while the database is away, try again after a pause."""
    while True:
        pause = PAUSE_S
        try:
            pause = await asyncio.to_thread(tick_and_look_ahead, app)
            outage.over()
        except TROUBLE as away:
            outage.met(away)
        except Exception:  # noqa: BLE001  (the clock must outlive whatever one tick meets)
            _log.exception("what is due could not be done")
        await asyncio.sleep(pause)


def tick_and_look_ahead(app: Flask) -> float:
    """Fire what is due now; give the seconds until there is more to do, at most `PAUSE_S`."""
    with app.app_context():
        began = runtime().clock()
        if tick(app):
            return 0.0
        with reading() as link:
            return _pause(next_moment(link, began), runtime().clock())


def tick(app: Flask) -> int:
    """Fire what is due now, some of each kind; give how much that was."""
    global last_tick
    with app.app_context():
        rt = runtime()
        fired = fire_timers(rt, limit=AT_ONCE) + fire_due(rt, rt.clock(), limit=AT_ONCE)
        fired += queue_calls(rt) + queue_mails(rt)
        last_tick = rt.clock()
    return fired


def _pause(due: datetime | None, now: datetime) -> float:
    if due is None:
        return PAUSE_S
    return min(max((due - now).total_seconds(), 0.0), PAUSE_S)
