"""Rows of ``reminder``: who asked whom to hurry, and what was answered."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

_LAST = text("SELECT max(at) FROM reminder WHERE task_id = :task_id AND by_person_id = :person_id")
_INSERT = text(
    "INSERT INTO reminder (instance_id, task_id, by_person_id, at)"
    " VALUES (:instance_id, :task_id, :person_id, :now)"
)
# The entry of the record that a reminder made is the last of its kind at its task and moment.
_ANSWER = text(
    "WITH answered AS (UPDATE reminder SET answered_at = :now, answer_n = :n"
    " WHERE task_id = :task_id AND answered_at IS NULL RETURNING instance_id, by_person_id, at)"
    " SELECT a.by_person_id, max(e.n) AS n FROM answered a LEFT JOIN record_entry e"
    " ON e.instance_id = a.instance_id AND e.kind = 'remind' AND e.task_id = :task_id AND e.at = a.at"
    " AND e.person_id = a.by_person_id GROUP BY a.by_person_id ORDER BY max(e.n)"
)


def last(uow: UnitOfWork, task_id: int, person_id: int) -> datetime | None:
    """Read when a person last reminded those who hold a task."""
    at: datetime | None = uow.execute(_LAST, {"task_id": task_id, "person_id": person_id}).scalar_one()
    return at


def insert(uow: UnitOfWork, instance_id: uuid.UUID, task_id: int, person_id: int, now: datetime) -> None:
    """Store that somebody reminded those who hold a task."""
    values = {"instance_id": instance_id, "task_id": task_id, "person_id": person_id, "now": now}
    uow.execute(_INSERT, values)


def answer(uow: UnitOfWork, task_id: int, n: int, now: datetime) -> Sequence[Row]:
    """Note that entry ``n`` answers all who wait for an answer; give them, each with his last entry."""
    return uow.execute(_ANSWER, {"task_id": task_id, "n": n, "now": now}).all()
