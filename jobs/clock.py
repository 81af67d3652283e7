"""The clock of a worker: looks every second whether a timer or a deadline is due."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from engine.commands.fire_due import fire_due
from engine.commands.fire_timers import fire_timers
from engine.commands.queue_calls import queue_calls
from web.current import runtime

if TYPE_CHECKING:
    from flask import Flask

PAUSE_S = 1.0

last_tick: datetime | None = None
"""When the clock last got through a tick."""

_log = logging.getLogger(__name__)


async def tick_forever(app: Flask) -> None:
    """Fire what is due until cancelled; a fault of the database is tried again at the next tick."""
    while True:
        try:
            await asyncio.to_thread(tick, app)
        except Exception:  # noqa: BLE001  (the clock must outlive whatever one tick meets)
            _log.exception("the timers could not be fired")
        await asyncio.sleep(PAUSE_S)


def tick(app: Flask) -> int:
    """Fire what is due now; give how much that was."""
    global last_tick
    with app.app_context():
        rt = runtime()
        fired = fire_timers(rt) + fire_due(rt, rt.clock()) + queue_calls(rt)
        last_tick = rt.clock()
    return fired
