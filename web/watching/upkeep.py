"""When works of upkeep were last done: the overview asks, whoever does one says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link
from db.unit_of_work import transaction

_DONE = text(
    "INSERT INTO upkeep (name, at, ok, detail) VALUES (:name, :at, :ok, CAST(:detail AS jsonb))"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at, ok = excluded.ok, detail = excluded.detail"
)
_ALL = text("SELECT name, at, ok, detail FROM upkeep")


@dataclass(frozen=True, slots=True)
class Work:
    """The last run of one work of upkeep; ``detail`` has figures only."""

    at: datetime
    ok: bool
    detail: Mapping[str, Any]


def done(name: str, at: datetime, *, ok: bool, **detail: Any) -> None:
    """Keep that a work was done: ``backup``, ``restore`` or ``verification``; figures only, no names."""
    with transaction() as uow:
        values = {"name": name, "at": at, "ok": ok, "detail": orjson.dumps(detail).decode()}
        uow.execute(_DONE, values)


def last_works(link: Link) -> dict[str, Work]:
    """Give the last run of each work that was ever done."""
    return {row.name: Work(row.at, row.ok, row.detail) for row in link.execute(_ALL)}
