"""Rows of ``occurrence``: messages and signals on their way from one instance to others."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from engine.execution import Occurrence

PATIENCE = timedelta(days=7)
"""How long a message waits for somebody who wants it."""

_INSERT = text(
    "INSERT INTO occurrence (id, service_key, kind, name, payload, keys, instance_id, element, hops, at)"
    " VALUES (:id, :service_key, :kind, :name, CAST(:payload AS jsonb), CAST(:keys AS jsonb), :instance_id,"
    " :element, :hops, :now)"
)
_READ = (
    "SELECT o.id, o.service_key, o.kind, o.name, o.payload, o.keys, o.instance_id, o.hops, o.at,"
    " o.delivered_at,"
    " coalesce(i.conversation, i.id) AS conversation, i.initiator_id, i.unit_id"
    " FROM occurrence o JOIN instance i ON i.id = o.instance_id WHERE o.id = :id"
)
_ONE = text(_READ)
_LOCK = text(f"{_READ} FOR UPDATE OF o")
# Whoever delivers it just now holds it, and waits for instances: nobody who holds one may wait for him.
_CLAIM = text("SELECT id FROM occurrence WHERE id = :id AND delivered_at IS NULL FOR UPDATE SKIP LOCKED")
_DELIVERED = text("UPDATE occurrence SET delivered_at = :now WHERE id = :id")
_WAITING = text(
    "SELECT id FROM occurrence WHERE service_key = :service_key AND name = ANY(:names) AND kind = 'message'"
    " AND delivered_at IS NULL AND at > :since ORDER BY at"
)
_RECEIVE = text(
    "INSERT INTO receipt (occurrence_id, receiver) VALUES (:id, :receiver)"
    " ON CONFLICT DO NOTHING RETURNING receiver"
)
_FORGET = text(
    "DELETE FROM occurrence o WHERE at < :before"
    " AND NOT EXISTS (SELECT FROM postponed p WHERE p.occurrence_id = o.id)"
)


def insert(
    uow: UnitOfWork, instance_id: uuid.UUID, service_key: str, event: Occurrence, hops: int, now: datetime
) -> uuid.UUID:
    """Store what an instance threw; give its id."""
    identifier = uuid.uuid4()
    values = {
        "id": identifier,
        "service_key": service_key,
        "kind": event.kind,
        "name": event.name,
        "payload": orjson.dumps(dict(event.payload)).decode(),
        "keys": orjson.dumps({k: v for k, v in event.keys.items() if v is not None}).decode(),
        "instance_id": instance_id,
        "element": event.element,
        "hops": hops,
        "now": now,
    }
    uow.execute(_INSERT, values)
    return identifier


def read(uow: UnitOfWork, identifier: uuid.UUID) -> Row | None:
    """Read an occurrence with who threw it."""
    return uow.execute(_ONE, {"id": identifier}).one_or_none()


def lock(uow: UnitOfWork, identifier: uuid.UUID) -> Row | None:
    """Read an occurrence with who threw it, and hold it: it is delivered by one worker."""
    return uow.execute(_LOCK, {"id": identifier}).one_or_none()


def claim(uow: UnitOfWork, identifier: uuid.UUID) -> bool:
    """Hold an occurrence that nobody has got, without waiting; False if somebody is delivering it."""
    return uow.execute(_CLAIM, {"id": identifier}).one_or_none() is not None


def delivered(uow: UnitOfWork, identifier: uuid.UUID, now: datetime) -> None:
    """Note that nobody else is to get it."""
    uow.execute(_DELIVERED, {"id": identifier, "now": now})


def waiting(uow: UnitOfWork, service_key: str, names: Collection[str], now: datetime) -> list[uuid.UUID]:
    """Messages of these names that nobody has wanted so far."""
    values = {"service_key": service_key, "names": list(names), "since": now - PATIENCE}
    return list(uow.execute(_WAITING, values).scalars())


def receive(uow: UnitOfWork, identifier: uuid.UUID, receiver: str) -> bool:
    """Note that a receiver gets a signal; False if it has got it already."""
    return uow.execute(_RECEIVE, {"id": identifier, "receiver": receiver}).one_or_none() is not None


def forget(uow: UnitOfWork, now: datetime) -> None:
    """Delete what nobody will ask for any more."""
    uow.execute(_FORGET, {"before": now - PATIENCE})
