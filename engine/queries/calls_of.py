"""What an instance has asked of outside systems, for administrators of its service."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_inspect
from engine.definitions import Deployed
from engine.errors import Forbidden
from engine.runtime import Runtime
from identity.principal import Principal

from .instances import visible
from .loading import load

MOST = 100
"""Of a matter that went round many times the latest are shown."""

# What was given along is left out: it may hold what is nobody's business but the other system's.
_CALLS = text(
    "SELECT c.id, c.token, c.element, c.connector, c.operation, c.state, c.tries, c.next_at, c.code,"
    " c.detail, c.opened_at, c.closed_at, h.rests_until,"
    " (SELECT i.id FROM incident i WHERE i.instance_id = c.instance_id AND i.token = c.token"
    " AND i.closed_at IS NULL) AS incident FROM call c"
    " LEFT JOIN connector_health h ON h.connector = c.connector"
    " WHERE c.instance_id = :id ORDER BY c.opened_at DESC, c.token DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class CallOf:
    """One call.

    Attributes
    ----------
    key
        By which the other system knows it, at every try.
    state
        One of `engine.call_models.CALL_STATES`.
    next_at
        When it is tried again, if it will be.
    code, detail
        Why the last try failed.
    incident_id
        The open incident of its step.
    """

    key: uuid.UUID
    element: str
    name: str
    operation: str
    state: str
    tries: int
    next_at: datetime | None
    code: str
    detail: str
    at: datetime
    closed_at: datetime | None
    incident_id: int | None


def calls_of(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> tuple[CallOf, ...]:
    """Give its calls, the latest first.

    Raises
    ------
    NotFound, Forbidden
    """
    instance = visible(rt, connection, by, instance_id)
    if not may_inspect(rt, connection, by, instance.service_key):
        raise Forbidden(instance=str(instance_id))
    rows = connection.execute(_CALLS, {"id": instance_id, "most": MOST}).all()
    if not rows:
        return ()
    deployed, _ = load(rt, connection, instance)
    return tuple(_call(row, deployed) for row in rows)


def _call(row: Row, deployed: Deployed) -> CallOf:
    due = row.next_at if row.state == "due" else None
    if due is not None and row.rests_until is not None:
        due = max(due, row.rests_until)
    return CallOf(
        row.id,
        row.element,
        deployed.step_name(row.element),
        f"{row.connector}.{row.operation}",
        row.state,
        row.tries,
        due,
        row.code or "",
        row.detail or "",
        row.opened_at,
        row.closed_at,
        row.incident,
    )
