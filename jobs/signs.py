"""A worker's signs of life, beside its jobs and its clock."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import uuid
from typing import TYPE_CHECKING

from db.trouble import TROUBLE
from jobs import clock
from jobs.outage import outage
from web.current import now
from web.watching.signs import EVERY_S, Identity, say, take_back
from web.watching.version import program_version

if TYPE_CHECKING:
    from flask import Flask

_log = logging.getLogger(__name__)


def myself() -> Identity:
    """Name this process; the machine's name tells workers on several machines apart."""
    return Identity(uuid.uuid4(), socket.gethostname(), os.getpid(), program_version())


async def give_signs(app: Flask, who: Identity) -> None:
    """Give a sign every few seconds until cancelled, and then take it back."""
    try:
        while True:
            try:
                await asyncio.to_thread(_say, app, who)
            except TROUBLE as away:
                outage.met(away)
            except Exception:  # noqa: BLE001  (a worker that cannot say so still works)
                _log.exception("no sign of life could be given")
            await asyncio.sleep(EVERY_S)
    finally:
        _end(app, who)


def _say(app: Flask, who: Identity) -> None:
    with app.app_context():
        say(who, clock.last_tick, now())


def _end(app: Flask, who: Identity) -> None:
    try:
        with app.app_context():
            take_back(who, now())
    except Exception:  # noqa: BLE001  (the database may be gone before us)
        _log.exception("the sign of life could not be taken back")
