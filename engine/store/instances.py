"""Rows of ``instance``: locked, read, written."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from db.link import Answer, Row
from db.unit_of_work import UnitOfWork

_COLUMNS = (
    "id, definition_id, service_key, business_no, title, initiator_id, unit_id, state, "
    "lock_version, snapshot, record_length, record_head, started_at, ended_at"
)

_LOCK = text(f"SELECT {_COLUMNS} FROM instance WHERE id = :id FOR UPDATE")

# The subselect is safe before the lock: a task never changes its instance.
_LOCK_BY_TASK = text(
    f"SELECT {_COLUMNS} FROM instance WHERE id = (SELECT instance_id FROM task WHERE id = :task_id)"
    f" FOR UPDATE"
)

_INSERT = text(
    "INSERT INTO instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at) VALUES (:id, :definition_id,"
    " :service_key, :business_no, :title, :initiator_id, :unit_id, :state, 1, :snapshot, :record_length,"
    " :record_head, :started_at, :ended_at)"
)

_UPDATE = text(
    "UPDATE instance SET state = :state, lock_version = lock_version + 1, snapshot = :snapshot,"
    " record_length = :record_length, record_head = :record_head, ended_at = :ended_at WHERE id = :id"
)


def lock(uow: UnitOfWork, instance_id: uuid.UUID) -> Row | None:
    """Read an instance and hold its row until the command ends."""
    return uow.execute(_LOCK, {"id": instance_id}).one_or_none()


def lock_by_task(uow: UnitOfWork, task_id: int) -> Answer:
    """Ask for the instance that a task belongs to, and hold it."""
    return uow.execute(_LOCK_BY_TASK, {"task_id": task_id})


def insert(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Store a new instance."""
    uow.execute(_INSERT, values)


def update(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Store an instance's new state."""
    uow.execute(_UPDATE, values)
