"""The people who see a matter: whom a comment may name."""

import uuid
from collections.abc import Sequence

from sqlalchemy import text

from db.link import Link, Row
from identity import directory
from identity.principal import load
from identity.refs import PersonRef

from .access import may_inspect
from .people import active
from .runtime import Runtime

# The same people as `access.TOUCHED` finds one by one, and the initiator.
_KEYS = text(
    "SELECT 'p:' || initiator_id AS key FROM instance WHERE id = :id"
    " UNION SELECT 'p:' || handler_id FROM task WHERE instance_id = :id AND handler_id IS NOT NULL"
    " UNION SELECT 'p:' || person_id FROM carbon_copy WHERE instance_id = :id"
    " UNION SELECT 'p:' || h.from_id FROM handover h JOIN task t ON t.id = h.task_id"
    " WHERE t.instance_id = :id"
    " UNION SELECT i.principal FROM inbox i JOIN task t ON t.id = i.task_id WHERE t.instance_id = :id"
)


def readers(connection: Link, instance_id: uuid.UUID, *, limit: int | None = None) -> tuple[PersonRef, ...]:
    """Give the active people who see a matter: its initiator, its handlers, those it was copied to.

    Administrators see it too, but have nothing to do with it; they are not listed.

    Parameters
    ----------
    limit
        Of a large group that may handle it, only so many.
    """
    keys = connection.execute(_KEYS, {"id": instance_id}).scalars()
    return directory.expand(connection, keys, limit=limit)


def strangers(rt: Runtime, connection: Link, instance: Row, people: Sequence[int]) -> tuple[str, ...]:
    """Give the names of those who do not see a matter; of who is nobody, his id."""
    if not people:
        return ()
    known = {person.id for person in readers(connection, instance.id)}
    outside = [person for person in people if person not in known]
    found = active(connection, outside)
    return tuple(
        found[person].name if person in found else f"#{person}"
        for person in outside
        if person not in found or not _inspects(rt, connection, instance, person)
    )


def _inspects(rt: Runtime, connection: Link, instance: Row, person: int) -> bool:
    principal = load(connection, person)
    return principal is not None and may_inspect(rt, connection, principal, instance.service_key)
