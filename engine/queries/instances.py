"""Read one instance's row, if the reader may see it."""

import uuid

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_see
from engine.errors import NotFound
from engine.runtime import Runtime
from identity.principal import Principal

_SELECT = (
    "SELECT i.id, i.definition_id, i.service_key, i.business_no, i.title, i.initiator_id, i.unit_id, i.state,"
    " i.snapshot, i.started_at, i.ended_at, i.record_length, p.name AS initiator_name,"
    " coalesce(u.name, '') AS initiator_unit FROM instance i JOIN person p ON p.id = i.initiator_id"
    " LEFT JOIN unit u ON u.id = i.unit_id"
)
_BY_ID = text(f"{_SELECT} WHERE i.id = :id")
_BY_TASK = text(f"{_SELECT} WHERE i.id = (SELECT instance_id FROM task WHERE id = :id)")


def visible(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Row:
    """Read an instance.

    Raises
    ------
    NotFound
        Unknown, or not for this reader.
    """
    return _checked(rt, connection, by, connection.execute(_BY_ID, {"id": instance_id}).one_or_none())


def visible_by_task(rt: Runtime, connection: Link, by: Principal, task_id: int) -> Row:
    """Read the instance of a task; raises as :func:`visible`."""
    return _checked(rt, connection, by, connection.execute(_BY_TASK, {"id": task_id}).one_or_none())


def _checked(rt: Runtime, connection: Link, by: Principal, row: Row | None) -> Row:
    if row is None or not may_see(rt, connection, by, row):
        raise NotFound
    return row
