"""Rows of ``carbon_copy``: who was given which matter to read, and from which step."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from db.unit_of_work import UnitOfWork

# Whoever gets it once more from the same step is told anew: it is unread again.
_PUT = text(
    "INSERT INTO carbon_copy (instance_id, person_id, by_person_id, element, at)"
    " SELECT :instance_id, person, CAST(:by AS bigint), :element, :now"
    " FROM unnest(CAST(:people AS bigint[])) AS person"
    " ON CONFLICT (instance_id, person_id, element) DO UPDATE SET by_person_id = excluded.by_person_id,"
    " at = excluded.at, read_at = NULL"
)
_OWNERS = text("SELECT person_id FROM carbon_copy WHERE instance_id = :instance_id AND element = :element")
_READ = text(
    "UPDATE carbon_copy SET read_at = :now"
    " WHERE instance_id = :instance_id AND person_id = :person_id AND read_at IS NULL"
)


def put(
    uow: UnitOfWork,
    instance_id: uuid.UUID,
    people: Sequence[int],
    by: int | None,
    element: str,
    now: datetime,
) -> None:
    """Give a matter to people; ``by`` is None for a rule of the diagram."""
    values = {"instance_id": instance_id, "people": list(people), "by": by, "element": element, "now": now}
    uow.execute(_PUT, values)


def owners(uow: UnitOfWork, instance_id: uuid.UUID, element: str) -> set[int]:
    """Read who has a matter from a step."""
    return set(uow.execute(_OWNERS, {"instance_id": instance_id, "element": element}).scalars())


def read(uow: UnitOfWork, instance_id: uuid.UUID, person_id: int, now: datetime) -> None:
    """Note that a person has opened a matter he was given."""
    uow.execute(_READ, {"instance_id": instance_id, "person_id": person_id, "now": now})
