"""Rows of ``deadline``: what is still to happen to open tasks because of their deadlines."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

# Read without a lock: whoever does one of them holds its instance and looks again.
_TASKS = text(
    "SELECT t.id AS task_id, t.instance_id FROM deadline d JOIN task t ON t.id = d.task_id"
    " JOIN instance i ON i.id = t.instance_id WHERE d.done_at IS NULL AND NOT d.asleep"
    " AND d.at <= :now AND (d.not_before IS NULL OR d.not_before <= :now) AND t.state = 'open'"
    " AND t.held_at IS NULL AND i.state = 'running' ORDER BY d.at, d.task_id LIMIT :limit"
)
_DUE = text(
    "SELECT n, at, rule FROM deadline WHERE task_id = :task_id AND done_at IS NULL AND at <= :now ORDER BY n"
)
_PENDING = text("SELECT task_id, n, at FROM deadline WHERE task_id = ANY(:ids) AND done_at IS NULL")
_DONE = text(
    "UPDATE deadline SET done_at = :now, result = :result WHERE task_id = :task_id AND n = ANY(:numbers)"
)
_LOOK_AGAIN = text(
    "UPDATE deadline SET not_before = :at WHERE task_id = :task_id AND done_at IS NULL AND at <= :now"
)
_ALL_ASLEEP = text(
    "UPDATE deadline d SET asleep = true FROM task t"
    " WHERE t.instance_id = :instance_id AND t.state = 'open' AND d.task_id = t.id"
)
_AWAKE = text("UPDATE deadline SET asleep = false WHERE task_id = ANY(:ids) AND asleep")
_MOVE = text(
    "WITH due AS (UPDATE task t SET due_at = d.at FROM jsonb_to_recordset(CAST(:due AS jsonb))"
    " AS d(id bigint, at timestamptz) WHERE t.id = d.id)"
    " UPDATE deadline l SET at = m.at FROM jsonb_to_recordset(CAST(:moments AS jsonb))"
    " AS m(task_id bigint, n bigint, at timestamptz) WHERE l.task_id = m.task_id AND l.n = m.n"
)


def tasks(uow: UnitOfWork, now: datetime, limit: int) -> Sequence[Row]:
    """Give tasks (``task_id``, ``instance_id``) with what has been due longest, some more than once.

    Others may have done it before the instance is held: look again with :func:`due`.
    """
    return uow.execute(_TASKS, {"now": now, "limit": limit}).all()


def due(uow: UnitOfWork, task_id: int, now: datetime) -> Sequence[Row]:
    """Read what is due on a task and has not been done, in order."""
    return uow.execute(_DUE, {"task_id": task_id, "now": now}).all()


def pending(uow: UnitOfWork, task_ids: Collection[int]) -> Sequence[Row]:
    """Read what is still to happen to some tasks, due or not."""
    return uow.execute(_PENDING, {"ids": list(task_ids)}).all()


def done(uow: UnitOfWork, task_id: int, numbers: Collection[int], result: str, now: datetime) -> None:
    """Note how what was due has ended: ``fired``, ``outdated`` or ``impossible``."""
    uow.execute(_DONE, {"task_id": task_id, "numbers": list(numbers), "result": result, "now": now})


def put_to_sleep(uow: UnitOfWork, instance_id: uuid.UUID) -> None:
    """Take what is still to happen to the open tasks of an instance out of what sweeps read."""
    uow.execute(_ALL_ASLEEP, {"instance_id": instance_id})


def wake(uow: UnitOfWork, task_ids: Collection[int]) -> None:
    """Let sweeps read again what is still to happen to some tasks."""
    uow.execute(_AWAKE, {"ids": list(task_ids)})


def look_again(uow: UnitOfWork, task_id: int, now: datetime, at: datetime) -> None:
    """Leave alone until `at` what is due on a task now."""
    uow.execute(_LOOK_AGAIN, {"task_id": task_id, "now": now, "at": at})


def move(uow: UnitOfWork, due: Mapping[int, datetime], moments: Sequence[tuple[int, int, datetime]]) -> None:
    """Put the due times of tasks, and moments (task, number) of what is to happen, to later ones."""
    tasks = [{"id": task_id, "at": at} for task_id, at in due.items()]
    rows = [{"task_id": task_id, "n": n, "at": at} for task_id, n, at in moments]
    uow.execute(_MOVE, {"due": orjson.dumps(tasks).decode(), "moments": orjson.dumps(rows).decode()})
