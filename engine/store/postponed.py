"""Rows of ``postponed``: what came for a suspended instance, which waits until that goes on or ends."""

import uuid
from collections.abc import Sequence

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

DELIVER_EVENT = "engine.deliver_event"
"""The job that brings a message or signal to who waits for it."""

HEAR_EVENT = "engine.hear_event"
"""The job that lets one instance hear a signal."""

# The caller holds the row of the instance, so it is not just going on.
_PUT = text(
    "INSERT INTO postponed (occurrence_id, instance_id) SELECT :occurrence, id FROM instance"
    " WHERE id = :instance AND state = 'suspended' ON CONFLICT DO NOTHING"
)
_WAITS = text("SELECT EXISTS (SELECT FROM instance WHERE id = :instance AND state = 'suspended')")
_TAKE = text(
    "WITH gone AS (DELETE FROM postponed WHERE instance_id = :instance RETURNING occurrence_id)"
    " SELECT o.id, o.kind, o.name, o.payload, o.keys, o.hops"
    " FROM gone JOIN occurrence o ON o.id = gone.occurrence_id ORDER BY o.at, o.id"
)


def put(uow: UnitOfWork, occurrence: uuid.UUID, instance: uuid.UUID) -> bool:
    """Let an occurrence wait for an instance, if that is suspended; False if it is not.

    The caller holds the row of the instance.
    """
    waits = uow.execute(_WAITS, {"instance": instance})
    uow.execute(_PUT, {"occurrence": occurrence, "instance": instance})
    return bool(waits.scalar_one())


def take(uow: UnitOfWork, instance: uuid.UUID) -> Sequence[Row]:
    """Take what has come for an instance, the oldest first."""
    return uow.execute(_TAKE, {"instance": instance}).all()


def hand_on(uow: UnitOfWork, instance: uuid.UUID) -> None:
    """Let others get what an instance did not live to hear."""
    for row in take(uow, instance):
        again(uow, row, instance)


def again(uow: UnitOfWork, row: Row, instance: uuid.UUID) -> None:
    """Bring one of these once more, after the present transaction."""
    if row.kind == "message":
        uow.defer(DELIVER_EVENT, occurrence_id=str(row.id))
    else:
        uow.defer(HEAR_EVENT, occurrence_id=str(row.id), instance_id=str(instance))
