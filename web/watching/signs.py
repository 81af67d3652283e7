"""Signs of life: each worker says every few seconds that it is there, and when its clock last ticked."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from db.link import Link
from db.unit_of_work import transaction

EVERY_S = 5.0
SILENT = timedelta(seconds=30)
"""After so long without a sign a worker counts as gone; so does a clock that has not ticked."""
_FORGOTTEN = timedelta(days=1)

_SAY = text(
    "INSERT INTO worker_sign (id, host, pid, version, started_at, seen_at, ticked_at)"
    " VALUES (:id, :host, :pid, :version, :now, :now, :ticked_at)"
    " ON CONFLICT (id) DO UPDATE SET seen_at = :now, ticked_at = :ticked_at"
)
_FORGET = text("DELETE FROM worker_sign WHERE id = :id OR seen_at < :before")
_ALL = text(
    "SELECT id, host, pid, version, started_at, seen_at, ticked_at FROM worker_sign ORDER BY host, pid"
)


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker as it was last seen."""

    host: str
    pid: int
    version: str
    started_at: datetime
    seen_at: datetime
    ticked_at: datetime | None
    alive: bool
    ticks: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Which process speaks."""

    id: uuid.UUID
    host: str
    pid: int
    version: str


def say(who: Identity, ticked_at: datetime | None, now: datetime) -> None:
    """Say that a worker lives and when its clock last ticked."""
    with transaction() as uow:
        values = {"id": who.id, "host": who.host, "pid": who.pid, "version": who.version}
        uow.execute(_SAY, {**values, "ticked_at": ticked_at, "now": now})


def take_back(who: Identity, now: datetime) -> None:
    """Take the row of a worker away that ends in peace, and those of workers that died long ago."""
    with transaction() as uow:
        uow.execute(_FORGET, {"id": who.id, "before": now - _FORGOTTEN})


def workers(link: Link, now: datetime) -> list[Worker]:
    """Give the workers that have spoken within a day."""
    return [
        Worker(
            row.host,
            row.pid,
            row.version,
            row.started_at,
            row.seen_at,
            row.ticked_at,
            alive=now - row.seen_at < SILENT,
            ticks=row.ticked_at is not None and now - row.ticked_at < SILENT,
        )
        for row in link.execute(_ALL)
        if now - row.seen_at < _FORGOTTEN
    ]
