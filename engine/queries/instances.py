"""Read one instance's row, if the reader may see it."""

import uuid
from typing import Any

from sqlalchemy import text

from db.link import Answer, Link, Row
from engine.access import TOUCHED, may_see
from engine.errors import NotFound
from engine.looking import saw
from engine.runtime import Runtime
from identity.principal import Principal

_SELECT = (
    "SELECT instance.id, definition_id, service_key, business_no, title, initiator_id, instance.unit_id,"
    " state, snapshot, started_at, ended_at, suspended_at, record_length, process_id,"
    " p.name AS initiator_name,"
    f" coalesce(u.name, '') AS initiator_unit, {TOUCHED} AS touched"
    " FROM instance JOIN person p ON p.id = initiator_id LEFT JOIN unit u ON u.id = instance.unit_id"
)
_BY_ID = text(f"{_SELECT} WHERE instance.id = :id")
_BY_TASK = text(f"{_SELECT} WHERE instance.id = (SELECT instance_id FROM task WHERE id = :id)")


def visible(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Row:
    """Read an instance.

    Raises
    ------
    NotFound
        Unknown, or not for this reader.
    """
    return checked(rt, connection, by, connection.execute(_BY_ID, _values(by, instance_id)))


def ask_by_task(connection: Link, by: Principal, task_id: int) -> Answer:
    """Ask for the instance of a task; what comes must pass :func:`checked`."""
    return connection.execute(_BY_TASK, _values(by, task_id))


def checked(rt: Runtime, connection: Link, by: Principal, asked: Answer) -> Row:
    """Give the instance asked for; raises as :func:`visible`."""
    row = asked.one_or_none()
    if row is None or not may_see(rt, connection, by, row, touched=row.touched):
        raise NotFound
    if row.initiator_id != by.person_id and not row.touched:
        saw(row.id)
    return row


def _values(by: Principal, key: object) -> dict[str, Any]:
    return {"id": key, "person_id": by.person_id, "keys": list(by.keys)}
