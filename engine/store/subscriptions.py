"""Rows of ``subscription``: who waits for which message or signal."""

import uuid
from collections.abc import Collection
from datetime import datetime

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from engine.execution import Listener

_INSERT = text(
    "INSERT INTO subscription (instance_id, holder, element, kind, name, service_key, keys, since)"
    " SELECT :instance_id, holder, element, kind, name, :service_key, keys, :now"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS g(holder bigint, element text, kind text, name text, keys jsonb)"
)
_DELETE = text(
    "DELETE FROM subscription s USING jsonb_to_recordset(CAST(:rows AS jsonb))"
    " AS g(holder bigint, element text, kind text, name text) WHERE s.instance_id = :instance_id"
    " AND (s.holder, s.element, s.kind, s.name) = (g.holder, g.element, g.kind, g.name)"
)
# A message is for the same conversation before it is for any other matter of the service.
_RECEIVERS = text(
    "SELECT s.instance_id, min(s.since) AS since, coalesce(i.conversation, i.id) = :conversation AS near"
    " FROM subscription s JOIN instance i ON i.id = s.instance_id"
    " WHERE s.service_key = :service_key AND s.kind = :kind AND s.name = :name"
    " AND s.keys <@ CAST(:keys AS jsonb) GROUP BY s.instance_id, near"
    " ORDER BY near DESC, since, s.instance_id"
)


def insert(
    uow: UnitOfWork,
    instance_id: uuid.UUID,
    service_key: str,
    listeners: Collection[Listener],
    now: datetime,
) -> None:
    """Store what an instance has begun to wait for."""
    values = {"instance_id": instance_id, "service_key": service_key, "rows": _rows(listeners), "now": now}
    uow.execute(_INSERT, values)


def delete(uow: UnitOfWork, instance_id: uuid.UUID, listeners: Collection[Listener]) -> None:
    """Forget what an instance no longer waits for."""
    uow.execute(_DELETE, {"instance_id": instance_id, "rows": _rows(listeners)})


def receivers(uow: UnitOfWork, event: Row) -> list[Row]:
    """Instances that wait for an occurrence, those of its conversation first, then who has waited longest.

    A receiver whose keys the occurrence does not carry is left out.
    """
    values = {
        "service_key": event.service_key,
        "kind": event.kind,
        "name": event.name,
        "keys": orjson.dumps(event.keys).decode(),
        "conversation": event.conversation,
    }
    return list(uow.execute(_RECEIVERS, values).all())


def _rows(listeners: Collection[Listener]) -> str:
    return orjson.dumps(
        [
            {
                "holder": one.holder,
                "element": one.element,
                "kind": one.kind,
                "name": one.name,
                "keys": {name: orjson.loads(value) for name, value in one.keys},
            }
            for one in listeners
        ]
    ).decode()
