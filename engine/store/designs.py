"""Rows of ``design`` and ``design_state``."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork

KEPT_STATES = 30
"""How many changes of a design can be undone."""

_CONTENT = "name, file_name, bundle, digest, verdict, notes"
_INSERT = text(
    "INSERT INTO design (service_key, unit_id, name, file_name, original, bundle, digest, verdict, notes,"
    " lock_version, created_by, created_at, updated_at)"
    " VALUES (:key, :unit, :name, :file_name, :original, :bundle, :digest, :verdict,"
    " CAST(:notes AS jsonb), 1, :by, :now, :now) RETURNING id"
)
_COLUMNS = (
    "SELECT d.id, d.service_key, d.unit_id, u.path AS unit_path, u.name AS unit_name, u.code AS unit_code,"
    " d.name, d.file_name, d.digest, d.verdict, d.notes, d.lock_version, d.created_at, d.updated_at,"
    " d.definition_id, p.name AS created_by"
)
_FROM = " FROM design d LEFT JOIN unit u ON u.id = d.unit_id LEFT JOIN person p ON p.id = d.created_by"
_READ = text(f"{_COLUMNS}, d.bundle{_FROM} WHERE d.id = :id")
_LOCK = text(f"{_COLUMNS}, d.bundle{_FROM} WHERE d.id = :id FOR UPDATE OF d")
_OPEN = text(f"{_COLUMNS}{_FROM} WHERE d.definition_id IS NULL ORDER BY d.updated_at DESC, d.id DESC")
_ORIGINAL = text("SELECT file_name, original FROM design WHERE id = :id")
_ORIGINAL_OF = text(
    "SELECT file_name, original FROM design WHERE definition_id = :definition ORDER BY id LIMIT 1"
)
_KEEP = text(
    f"INSERT INTO design_state (design_id, number, change, original, {_CONTENT})"
    " SELECT id, lock_version, CAST(:change AS jsonb), CASE WHEN :again THEN original END,"
    f" {_CONTENT} FROM design WHERE id = :id"
)
_FORGET = text("DELETE FROM design_state WHERE design_id = :id AND number <= :last")
_UPDATE = text(
    "UPDATE design SET name = :name, file_name = :file_name, original = coalesce(:original, original),"
    " bundle = :bundle, digest = :digest, verdict = :verdict, notes = CAST(:notes AS jsonb),"
    " lock_version = lock_version + 1, updated_at = :now WHERE id = :id"
)
_LAST = text("SELECT number, change FROM design_state WHERE design_id = :id ORDER BY number DESC LIMIT 1")
_BACK = text(
    "UPDATE design d SET name = s.name, file_name = s.file_name, bundle = s.bundle,"
    " original = coalesce(s.original, d.original),"
    " digest = s.digest, verdict = s.verdict, notes = s.notes, lock_version = lock_version + 1,"
    " updated_at = :now FROM design_state s WHERE d.id = :id AND s.design_id = d.id AND s.number = :number"
)
_DROP = text("DELETE FROM design_state WHERE design_id = :id AND number = :number")
_DELETE = text("DELETE FROM design WHERE id = :id")
_PUBLISHED = text(
    "UPDATE design SET definition_id = :definition, bundle = :bundle, digest = :digest,"
    " lock_version = lock_version + 1, updated_at = :now WHERE id = :id"
)
_TAKEN = text(
    "SELECT EXISTS (SELECT FROM definition WHERE service_key = :key)"
    " OR EXISTS (SELECT FROM design WHERE service_key = :key AND definition_id IS NULL)"
)
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('design:key', 0))")


def insert(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Store a new design; give its id."""
    stored: int = uow.execute(_INSERT, _with_notes(values)).scalar_one()
    return stored


def read(connection: Link, design_id: int, *, lock: bool = False) -> Row | None:
    """Read one with its bundle; None if there is none."""
    return connection.execute(_LOCK if lock else _READ, {"id": design_id}).one_or_none()


def open_designs(connection: Link) -> Sequence[Row]:
    """Read those that have not been published, the last changed first."""
    return connection.execute(_OPEN).all()


def original(connection: Link, design_id: int) -> Row:
    """Read what was uploaded last, with the name that it had."""
    return connection.execute(_ORIGINAL, {"id": design_id}).one()


def original_of(connection: Link, definition_id: int) -> Row | None:
    """Read the upload that has become a version; None for one that was deployed in another way."""
    return connection.execute(_ORIGINAL_OF, {"definition": definition_id}).one_or_none()


def change(uow: UnitOfWork, row: Row, what: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write what a design has become, and keep what it was before, to undo it."""
    again = values["original"] is not None
    uow.execute(_KEEP, {"id": row.id, "change": orjson.dumps(what).decode(), "again": again})
    uow.execute(_FORGET, {"id": row.id, "last": row.lock_version - KEPT_STATES})
    uow.execute(_UPDATE, {"id": row.id, **_with_notes(values)})


def last_change(connection: Link, design_id: int) -> Row | None:
    """Read which change would be undone next, with its number; None if there is none."""
    return connection.execute(_LAST, {"id": design_id}).one_or_none()


def go_back(uow: UnitOfWork, design_id: int, number: int, now: Any) -> None:
    """Let a design be what it was before a change."""
    uow.execute(_BACK, {"id": design_id, "number": number, "now": now})
    uow.execute(_DROP, {"id": design_id, "number": number})


def delete(uow: UnitOfWork, design_id: int) -> None:
    """Delete a design with what it was before."""
    uow.execute(_DELETE, {"id": design_id})


def publish(uow: UnitOfWork, design_id: int, values: Mapping[str, Any]) -> None:
    """Note which version a design has become."""
    uow.execute(_PUBLISHED, {"id": design_id, **values})


def lock_keys(uow: UnitOfWork) -> None:
    """Let nobody else choose a key until the transaction ends."""
    uow.execute(_ALONE)


def key_taken(uow: UnitOfWork, key: str) -> bool:
    """Whether a service or another design has this key."""
    return bool(uow.execute(_TAKEN, {"key": key}).scalar_one())


def _with_notes(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "notes": orjson.dumps(values["notes"]).decode()}
