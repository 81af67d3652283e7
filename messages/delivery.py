"""Delivering a message: who is meant is decided now, not when the event happened."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from identity.directory import expand
from messages.fates import decide

_WRITE = text(
    "INSERT INTO message (person_id, event, kind, title, step_name, instance_id, task_id, at)"
    " SELECT person_id, :event, :kind, :title, :step_name, CAST(:instance_id AS uuid),"
    " CAST(:task_id AS bigint), :at FROM unnest(CAST(:people AS bigint[])) AS person_id"
    " ON CONFLICT (person_id, event) DO NOTHING RETURNING id, person_id"
)


def deliver(
    uow: UnitOfWork,
    *,
    event: str,
    kind: str,
    instance_id: uuid.UUID | None,
    task_id: int | None,
    title: str,
    step_name: str,
    to: Sequence[str],
    at: datetime,
    now: datetime,
    but: int | None = None,
) -> None:
    """Write the message for everybody behind the principal keys `to`; delivering twice changes nothing.

    What becomes of it by e-mail is decided in the same transaction: it is told to everybody whose message
    is new, and to nobody else.

    Parameters
    ----------
    event
        Name of what happened, unique: a person who has a message of this name gets no second one.
    but
        Id of whoever did it: he need not be told.
    """
    # In the order of their ids, as every delivery: two about the same people must not wait for each other.
    people = sorted({person.id for person in expand(uow, to)} - {but})
    if not people:
        return
    values = {
        "event": event,
        "kind": kind,
        "instance_id": instance_id,
        "task_id": task_id,
        "title": title,
        "step_name": step_name,
        "at": at,
        "people": people,
    }
    written: Sequence[Row] = uow.execute(_WRITE, values).all()
    if written:
        decide(uow, kind, {row.person_id: row.id for row in written}, now)
