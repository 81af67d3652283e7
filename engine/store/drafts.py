"""Rows of ``draft``: applications not yet sent, and handlers' unsent input."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.unit_of_work import UnitOfWork

_INSERT = text(
    "INSERT INTO draft (person_id, service_key, definition_id, task_id, unit_id, document, opinion,"
    " updated_at)"
    " VALUES (:person_id, :service_key, :definition_id, :task_id, :unit_id, CAST(:document AS"
    " jsonb), :opinion, :now)"
    " ON CONFLICT (person_id, task_id) DO UPDATE SET document = excluded.document, opinion ="
    " excluded.opinion,"
    " updated_at = excluded.updated_at RETURNING id"
)
_UPDATE = text(
    "UPDATE draft SET definition_id = :definition_id, unit_id = :unit_id, document = CAST(:document"
    " AS jsonb),"
    " opinion = :opinion, updated_at = :now"
    " WHERE id = :id AND person_id = :person_id AND service_key = :service_key AND task_id IS NULL"
    " RETURNING id"
)
_DELETE = text("DELETE FROM draft WHERE id = :id AND person_id = :person_id RETURNING id")


def insert(uow: UnitOfWork, values: Mapping[str, Any]) -> int:
    """Store a draft; for a task, each person has one, which is overwritten."""
    draft_id: int = uow.execute(_INSERT, _packed(values)).scalar_one()
    return draft_id


def update(uow: UnitOfWork, draft_id: int, values: Mapping[str, Any]) -> bool:
    """Overwrite a person's own draft of a service; False if there is no such draft."""
    found = uow.execute(_UPDATE, {**_packed(values), "id": draft_id})
    return found.scalar_one_or_none() is not None


def delete(uow: UnitOfWork, person_id: int, draft_id: int) -> bool:
    """Delete a person's own draft; False if there is no such draft."""
    found = uow.execute(_DELETE, {"id": draft_id, "person_id": person_id})
    return found.scalar_one_or_none() is not None


def _packed(values: Mapping[str, Any]) -> dict[str, Any]:
    now: datetime = values["now"]
    return {**values, "now": now, "document": orjson.dumps(values["document"]).decode()}
