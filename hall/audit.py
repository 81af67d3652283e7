"""The history of a catalogue row: which column changed from what to what, by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select, update

from db.link import Link
from db.unit_of_work import UnitOfWork
from hall.models import Service, ServiceChange

DERIVED = frozenset({"search_title", "search_text", "sort_key", "updated_at", "published_at"})
"""Columns that follow from others, or only say when: no news in a history."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry; ``changes`` is ``{column: [before, after]}``, days as ISO strings."""

    action: str
    person_id: int | None
    changes: Mapping[str, Any]
    at: datetime


def note_change(
    uow: UnitOfWork,
    key: str,
    action: str,
    person_id: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    now: datetime,
) -> None:
    """Keep what an action changed; an action without a change is not kept."""
    changes = {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if name not in DERIVED and before.get(name) != value
    }
    if changes:
        entry = {"service_key": key, "person_id": person_id, "action": action, "changes": changes, "at": now}
        uow.execute(insert(ServiceChange).values(**entry))


def write(
    uow: UnitOfWork,
    before: Mapping[str, Any],
    values: Mapping[str, Any],
    action: str,
    person_id: int | None,
    now: datetime,
) -> None:
    """Change columns of the row `before` (from `locked`) and keep what changed."""
    uow.execute(update(Service).where(Service.key == before["key"]).values(**values, updated_at=now))
    note_change(uow, before["key"], action, person_id, before, values, now)


def history(conn: Link, key: str) -> tuple[Change, ...]:
    """Return the changes of a service, the newest first."""
    rows = conn.execute(
        select(ServiceChange.action, ServiceChange.person_id, ServiceChange.changes, ServiceChange.at)
        .where(ServiceChange.service_key == key)
        .order_by(ServiceChange.at.desc(), ServiceChange.id.desc())
    )
    return tuple(Change(*row) for row in rows)


def locked(uow: UnitOfWork, key: str) -> dict[str, Any] | None:
    """Lock the row of a service against other editors and return its columns; None if there is none."""
    table = Service.__table__
    row = uow.execute(select(table).where(table.c.key == key).with_for_update()).one_or_none()
    return dict(row._mapping) if row is not None else None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
