"""Rows of ``beginning``: events that begin an instance of a version in force."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

_RETIRE = text("DELETE FROM beginning WHERE service_key = :key")
_INSERT = text(
    "INSERT INTO beginning (definition_id, service_key, process_id, element, kind, name, next_due,"
    " turns_left, since)"
    " SELECT :definition_id, :key, process_id, element, kind, name, next_due, turns_left, since"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS g(process_id text, element text, kind text, name text,"
    " next_due timestamptz, turns_left bigint, since timestamptz)"
)
_COLUMNS = "id, definition_id, process_id, element, kind, name, next_due, turns_left, since"
_NAMED = text(
    f"SELECT {_COLUMNS} FROM beginning WHERE service_key = :key AND kind = :kind AND name = :name ORDER BY id"
)
_DUE = text(
    f"SELECT {_COLUMNS} FROM beginning WHERE next_due <= :now ORDER BY next_due LIMIT 1"
    " FOR UPDATE SKIP LOCKED"
)
_NEXT = text("UPDATE beginning SET next_due = :due, turns_left = :left WHERE id = :id")


def replace(uow: UnitOfWork, key: str, definition_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Let a new version be begun by its events, and the old one no more."""
    uow.execute(_RETIRE, {"key": key})
    if rows:
        values = {"definition_id": definition_id, "key": key, "rows": orjson.dumps(list(rows)).decode()}
        uow.execute(_INSERT, values)


def named(uow: UnitOfWork, key: str, kind: str, name: str) -> list[Row]:
    """Where an event of this name begins something."""
    return list(uow.execute(_NAMED, {"key": key, "kind": kind, "name": name}).all())


def due(uow: UnitOfWork, now: datetime) -> Row | None:
    """Hold one beginning whose timer is due."""
    return uow.execute(_DUE, {"now": now}).one_or_none()


def set_next(uow: UnitOfWork, identifier: int, due_at: datetime | None, left: int) -> None:
    """Say when it is due next, or never again."""
    uow.execute(_NEXT, {"id": identifier, "due": due_at, "left": left})
