"""A version of a process, opened for those who design or inspect its service."""

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_at_service
from engine.designs import DESIGNER
from engine.errors import Forbidden, NotFound
from engine.runtime import Runtime
from identity.capabilities import DEFINITION_PUBLISH, INSTANCE_INSPECT
from identity.principal import Principal

READERS = (*DESIGNER, INSTANCE_INSPECT)
"""Whoever holds one of these at a service sees its versions: those who look after matters must know by what
they run."""

_READ = text("SELECT id, service_key, name, number, state FROM definition WHERE id = :id")


def visible_version(rt: Runtime, connection: Link, by: Principal, definition_id: int) -> Row:
    """Read a version.

    Raises
    ------
    NotFound
        Unknown, or of a service that this reader neither designs nor inspects.
    """
    row = connection.execute(_READ, {"id": definition_id}).one_or_none()
    if row is None or not any(may_at_service(rt, connection, by, one, row.service_key) for one in READERS):
        raise NotFound(definition=definition_id)
    return row


def opened_version(rt: Runtime, connection: Link, by: Principal, definition_id: int) -> Row:
    """Read a version that somebody is about to put in force or to take back.

    Raises
    ------
    NotFound, Forbidden
        Not for this reader; his to see, not his to publish.
    """
    row = visible_version(rt, connection, by, definition_id)
    if not may_at_service(rt, connection, by, DEFINITION_PUBLISH, row.service_key):
        raise Forbidden(definition=definition_id)
    return row
