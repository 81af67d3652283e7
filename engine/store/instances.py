"""Rows of ``instance``: locked, read, written."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Answer, Row
from db.unit_of_work import UnitOfWork

_COLUMNS = (
    "id, definition_id, service_key, business_no, title, initiator_id, unit_id, state, "
    "lock_version, snapshot, record_length, record_head, started_at, ended_at, process_id, conversation,"
    " suspended_at, coalesce(fields <> '[]', false) AS is_filled"
)

_LOCK = text(f"SELECT {_COLUMNS} FROM instance WHERE id = :id FOR UPDATE")

# The subselect is safe before the lock: a task never changes its instance.
_LOCK_BY_TASK = text(
    f"SELECT {_COLUMNS} FROM instance WHERE id = (SELECT instance_id FROM task WHERE id = :task_id)"
    f" FOR UPDATE"
)

# Without the snapshot: for what only adds to the record.
_RECORD = "id, definition_id, service_key, title, initiator_id, state, record_length, record_head"
_LOCK_RECORD = text(f"SELECT {_RECORD} FROM instance WHERE id = :id FOR UPDATE")
_LOCK_RECORD_BY_TASK = text(
    f"SELECT {_RECORD} FROM instance WHERE id = (SELECT instance_id FROM task WHERE id = :task_id) FOR UPDATE"
)
_GROW = text("UPDATE instance SET record_length = :length, record_head = :head WHERE id = :id")

_INSERT = text(
    "INSERT INTO instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at, next_due, process_id,"
    " conversation, fields) VALUES (:id, :definition_id, :service_key, :business_no, :title, :initiator_id,"
    " :unit_id, :state, 1, :snapshot, :record_length, :record_head, :started_at, :ended_at, :next_due,"
    " :process_id, :conversation, CAST(:fields AS jsonb))"
)

_SET = (
    "UPDATE instance SET state = :state, lock_version = lock_version + 1, snapshot = :snapshot,"
    " record_length = :record_length, record_head = :record_head, ended_at = :ended_at,"
    " next_due = :next_due, suspended_at = :suspended_at"
)
_FIELDS = ", fields = CAST(:fields AS jsonb)"
_OF_ONE = " WHERE id = :id"
# With its end goes what somebody had typed at a task that never came back to him.
_FORGET = "WITH typed AS (DELETE FROM draft d USING task t WHERE t.instance_id = :id AND d.task_id = t.id) "
# By whether it has ended, and whether what can be searched for has changed.
_UPDATE = {
    (False, False): text(f"{_SET}{_OF_ONE}"),
    (False, True): text(f"{_SET}{_FIELDS}{_OF_ONE}"),
    (True, False): text(f"{_FORGET}{_SET}{_OF_ONE}"),
    (True, True): text(f"{_FORGET}{_SET}{_FIELDS}{_OF_ONE}"),
}

_DUE = text("SELECT id FROM instance WHERE next_due <= :now ORDER BY next_due LIMIT :limit")
# Several workers sweep at once: each takes what no other holds.
_LOCK_FREE = text(
    f"SELECT {_COLUMNS}, next_due FROM instance WHERE id = :id AND state = 'running'"
    " AND (CAST(:due AS timestamptz) IS NULL OR next_due <= :due) FOR UPDATE SKIP LOCKED"
)
_LOOK_AGAIN = text("UPDATE instance SET next_due = :at WHERE id = :id AND next_due <= :now")


def due(uow: UnitOfWork, now: datetime, limit: int) -> list[uuid.UUID]:
    """Ids of instances with a timer that is due, the one that has been due longest first; none is held."""
    return list(uow.execute(_DUE, {"now": now, "limit": limit}).scalars())


def lock_free(uow: UnitOfWork, instance_id: uuid.UUID, due: datetime | None) -> Answer:
    """Ask for a running instance, and hold it unless another does; with `due`, if a timer is due then."""
    return uow.execute(_LOCK_FREE, {"id": instance_id, "due": due})


def look_again(uow: UnitOfWork, instance_id: uuid.UUID, now: datetime, at: datetime) -> None:
    """Leave an instance alone until `at` whose timer is due now; one that has ended has none any more."""
    uow.execute(_LOOK_AGAIN, {"id": instance_id, "now": now, "at": at})


def lock(uow: UnitOfWork, instance_id: uuid.UUID) -> Row | None:
    """Read an instance and hold its row until the command ends."""
    return uow.execute(_LOCK, {"id": instance_id}).one_or_none()


def lock_by_task(uow: UnitOfWork, task_id: int) -> Answer:
    """Ask for the instance that a task belongs to, and hold it."""
    return uow.execute(_LOCK_BY_TASK, {"task_id": task_id})


def lock_record(uow: UnitOfWork, instance_id: uuid.UUID) -> Row | None:
    """Read what an instance's record stands on, not its state, and hold its row."""
    return uow.execute(_LOCK_RECORD, {"id": instance_id}).one_or_none()


def lock_record_by_task(uow: UnitOfWork, task_id: int) -> Answer:
    """Ask as :func:`lock_record`, for the instance of a task."""
    return uow.execute(_LOCK_RECORD_BY_TASK, {"task_id": task_id})


def grow(uow: UnitOfWork, instance_id: uuid.UUID, length: int, head: bytes) -> None:
    """Store how far the record has come; the state stays as it is."""
    uow.execute(_GROW, {"id": instance_id, "length": length, "head": head})


def insert(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Store a new instance."""
    uow.execute(_INSERT, values)


def update(uow: UnitOfWork, values: Mapping[str, Any]) -> None:
    """Store an instance's new state; without ``fields`` those stay as they are stored."""
    uow.execute(_UPDATE[values["ended_at"] is not None, "fields" in values], values)
