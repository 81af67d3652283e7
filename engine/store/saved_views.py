"""Rows of ``saved_view``."""

from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('saved_view ' || :person, 7))")
_COUNT = text("SELECT count(*) FROM saved_view WHERE person_id = :person_id AND name <> :name")
_KEEP = text(
    "INSERT INTO saved_view (person_id, name, filter, unit_id, changed_at)"
    " VALUES (:person_id, :name, :filter, :unit_id, :now) ON CONFLICT (person_id, name)"
    " DO UPDATE SET filter = excluded.filter, unit_id = excluded.unit_id, changed_at = excluded.changed_at"
    " RETURNING id"
)
_DROP = text("DELETE FROM saved_view WHERE id = :id AND person_id = :person_id RETURNING id")
_OF = text(
    "SELECT v.id, v.person_id, v.name, v.filter, v.unit_id, p.name AS by_name, u.name AS unit_name,"
    " u.path AS unit_path FROM saved_view v JOIN person p ON p.id = v.person_id"
    " LEFT JOIN unit u ON u.id = v.unit_id WHERE v.person_id = :person_id OR v.unit_id IS NOT NULL"
    " ORDER BY v.name, v.id"
)


def others(uow: UnitOfWork, person_id: int, name: str) -> int:
    """Count what a person keeps under other names; nobody else adds to it until the commit."""
    uow.execute(_LOCK, {"person": str(person_id)})
    counted: int = uow.execute(_COUNT, {"person_id": person_id, "name": name}).scalar_one()
    return counted


def keep(uow: UnitOfWork, values: dict[str, Any]) -> int:
    """Keep a view, instead of what the person had under its name; give its id."""
    kept: int = uow.execute(_KEEP, values).scalar_one()
    return kept


def drop(uow: UnitOfWork, view_id: int, person_id: int) -> bool:
    """Forget a view of a person; False if he has none of this id."""
    return bool(uow.execute(_DROP, {"id": view_id, "person_id": person_id}).all())


def of(connection: Link, person_id: int) -> list[Row]:
    """Give a person's views and those that anybody shares, by name."""
    return list(connection.execute(_OF, {"person_id": person_id}))
