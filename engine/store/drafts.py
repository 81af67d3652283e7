"""Rows of ``draft``: applications not yet sent, and handlers' unsent input."""

from collections.abc import Mapping, Sequence
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
# What others have changed since the owner let go of the task stands: what he had typed there is older.
_FOLLOW = text(
    "UPDATE draft d SET task_id = new.id, document = d.document - coalesce(("
    " SELECT array_agg(replace(replace(split_part(c ->> 0, '/', 2), '~1', '/'), '~0', '~'))"
    " FROM variable_change v, jsonb_array_elements(v.changes) c WHERE v.instance_id = old.instance_id"
    " AND v.n > (SELECT max(e.n) FROM record_entry e WHERE e.instance_id = old.instance_id"
    " AND e.task_id = old.id AND e.kind IN ('delegate', 'sign'))), '{}')"
    " FROM task new, task old WHERE new.id = ANY(:ids) AND d.task_id = old.id AND old.id = (SELECT max(t.id)"
    " FROM task t WHERE t.instance_id = new.instance_id AND t.token = new.token AND t.id < new.id)"
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


def follow(uow: UnitOfWork, task_ids: Sequence[int]) -> None:
    """Give tasks that came back to their owners what they had typed when they let go of them."""
    uow.execute(_FOLLOW, {"ids": list(task_ids)})


def _packed(values: Mapping[str, Any]) -> dict[str, Any]:
    now: datetime = values["now"]
    return {**values, "now": now, "document": orjson.dumps(values["document"]).decode()}
