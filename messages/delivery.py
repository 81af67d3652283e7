"""Delivering a message: who is meant is decided now, not when the event happened."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from db.unit_of_work import UnitOfWork
from identity.directory import expand
from messages.models import Message


def deliver(
    uow: UnitOfWork,
    *,
    event: str,
    kind: str,
    instance_id: uuid.UUID,
    task_id: int | None,
    title: str,
    step_name: str,
    to: Sequence[str],
    at: datetime,
    but: int | None = None,
) -> None:
    """Write the message for everybody behind the principal keys `to`; delivering twice changes nothing.

    Parameters
    ----------
    event
        Name of what happened, unique: a person who has a message of this name gets no second one.
    but
        Id of whoever did it: he need not be told.
    """
    told = {
        "event": event,
        "kind": kind,
        "instance_id": instance_id,
        "task_id": task_id,
        "title": title,
        "step_name": step_name,
        "at": at,
    }
    rows = [{"person_id": person.id, **told} for person in expand(uow, to) if person.id != but]
    if rows:
        uow.execute(insert(Message).on_conflict_do_nothing(index_elements=["person_id", "event"]), rows)
