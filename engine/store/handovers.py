"""Rows of ``handover``: whose task went to whom."""

from datetime import datetime

from sqlalchemy import text

from db.unit_of_work import UnitOfWork

_INSERT = text(
    "INSERT INTO handover (task_id, kind, from_id, to_id, at) VALUES (:task_id, :kind, :from_id, :to_id, :at)"
)


def insert(uow: UnitOfWork, task_id: int, kind: str, from_id: int, to_id: int, at: datetime) -> None:
    """Store that somebody gave his task to somebody else."""
    uow.execute(_INSERT, {"task_id": task_id, "kind": kind, "from_id": from_id, "to_id": to_id, "at": at})
