"""What rows of an instance say of its version: they follow it to another."""

import uuid
from collections.abc import Mapping

import orjson
from sqlalchemy import text

from db.unit_of_work import UnitOfWork

_PIN = text("UPDATE instance SET definition_id = :definition_id WHERE id = :id")
# What was typed and not sent is kept with the form that the task has now.
_DRAFTS = text(
    "UPDATE draft SET definition_id = :definition_id"
    " WHERE task_id IN (SELECT id FROM task WHERE instance_id = :id)"
)
_RENAME = [
    text(
        f"UPDATE {table} t SET element = r.value FROM jsonb_each_text(CAST(:renamed AS jsonb)) AS r"
        " WHERE t.instance_id = :id AND t.element = r.key"
    )
    for table in ("task", "incident", "carbon_copy")
]
_NAME = text(
    "UPDATE task t SET name = n.value FROM jsonb_each_text(CAST(:names AS jsonb)) AS n"
    " WHERE t.instance_id = :id AND t.state = 'open' AND t.element = n.key AND t.name <> n.value"
)


def pin(uow: UnitOfWork, instance_id: uuid.UUID, definition_id: int) -> None:
    """Let an instance belong to a version."""
    values = {"id": instance_id, "definition_id": definition_id}
    uow.execute(_PIN, values)
    uow.execute(_DRAFTS, values)


def rename(uow: UnitOfWork, instance_id: uuid.UUID, renamed: Mapping[str, str]) -> None:
    """Let its tasks, incidents and copies speak of elements by their new ids."""
    values = {"id": instance_id, "renamed": orjson.dumps(dict(renamed)).decode()}
    for statement in _RENAME if renamed else ():
        uow.execute(statement, values)


def name(uow: UnitOfWork, instance_id: uuid.UUID, names: Mapping[str, str]) -> None:
    """Let its open tasks have the names of their steps, by element."""
    uow.execute(_NAME, {"id": instance_id, "names": orjson.dumps(dict(names)).decode()})
