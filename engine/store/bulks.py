"""Rows of ``bulk`` and ``bulk_item``: taken one by one by several workers, each once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork

_INSERT = text(
    "INSERT INTO bulk (action, params, reason, selection, state, ordered_by, ordered_at, changed_at)"
    " VALUES (:action, CAST(:params AS jsonb), :reason, CAST(:selection AS jsonb), :state, :by, :now, :now)"
    " RETURNING id"
)
_INSERT_ITEMS = text(
    "INSERT INTO bulk_item (bulk_id, n, instance_id, state) SELECT :bulk_id, i.n, i.id, 'waiting'"
    " FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS i(id, n)"
)
_ONE = text("SELECT * FROM bulk WHERE id = :id")
_LOCK = text("SELECT * FROM bulk WHERE id = :id FOR UPDATE")
_MOVE = text("UPDATE bulk SET state = :state, changed_at = :now WHERE id = :id")
_LEAVE = text("UPDATE bulk_item SET state = 'left', at = :now WHERE bulk_id = :id AND state = 'waiting'")

# A look that holds nothing: it passes over what others hold just now, so that they seldom meet.
_NEXT = text(
    "SELECT b.state, b.action, b.params, b.reason, b.ordered_by, i.n, i.instance_id, i.seen"
    " FROM bulk b,"
    " LATERAL (SELECT n, instance_id, seen FROM bulk_item WHERE bulk_id = b.id AND state = 'waiting'"
    " AND (b.state = 'running' OR foreseen IS NULL) ORDER BY n LIMIT 1 FOR UPDATE SKIP LOCKED) i"
    " WHERE b.id = :id AND b.state IN ('checking', 'running')"
)
_TAKE = text(
    "SELECT i.n FROM bulk_item i WHERE i.bulk_id = :id AND i.n = :n AND i.state = 'waiting'"
    " AND EXISTS (SELECT FROM bulk b WHERE b.id = :id AND b.state = 'running') FOR UPDATE SKIP LOCKED"
)
_HOLD = text(
    "SELECT n FROM bulk_item WHERE bulk_id = :id AND n = :n AND state = 'waiting' AND foreseen IS NULL"
    " FOR UPDATE SKIP LOCKED"
)
_TELL = text(
    "UPDATE bulk_item SET state = :state, code = :code, params = CAST(:params AS jsonb), at = :now"
    " WHERE bulk_id = :id AND n = :n AND state = 'waiting'"
)
_FORESEE = text(
    "UPDATE bulk_item SET foreseen = :code, foreseen_params = CAST(:params AS jsonb), seen = :seen,"
    " at = :now"
    " WHERE bulk_id = :id AND n = :n AND state = 'waiting'"
)
_FINISH = text(
    "UPDATE bulk b SET state = CASE b.state WHEN 'checking' THEN 'checked' ELSE 'done' END, changed_at = :now"
    " WHERE b.id = :id AND b.state IN ('checking', 'running') AND NOT EXISTS (SELECT FROM bulk_item i"
    " WHERE i.bulk_id = b.id AND i.state = 'waiting' AND (b.state = 'running' OR i.foreseen IS NULL))"
)
_STALLED = text(
    "SELECT b.id FROM bulk b WHERE b.state IN ('checking', 'running')"
    " AND greatest(b.changed_at, (SELECT max(at) FROM bulk_item i WHERE i.bulk_id = b.id)) < :before"
)


def insert(uow: UnitOfWork, values: Mapping[str, Any], ids: Sequence[uuid.UUID]) -> int:
    """Store what was ordered, with its items in order; give its id."""
    packed = {name: orjson.dumps(values[name]).decode() for name in ("params", "selection")}
    bulk_id = int(uow.execute(_INSERT, {**values, **packed}).scalar_one())
    uow.execute(_INSERT_ITEMS, {"bulk_id": bulk_id, "ids": list(ids)})
    return bulk_id


def one(connection: Link, bulk_id: int) -> Row | None:
    """Read one."""
    return connection.execute(_ONE, {"id": bulk_id}).one_or_none()


def lock(uow: UnitOfWork, bulk_id: int) -> Row | None:
    """Read one and hold it against others who change its state."""
    return uow.execute(_LOCK, {"id": bulk_id}).one_or_none()


def move(uow: UnitOfWork, bulk_id: int, state: str, now: datetime) -> None:
    """Bring one into another state; of a cancelled one nothing waits any more."""
    uow.execute(_MOVE, {"id": bulk_id, "state": state, "now": now})
    if state == "cancelled":
        uow.execute(_LEAVE, {"id": bulk_id, "now": now})


def next_item(connection: Link, bulk_id: int) -> Row | None:
    """Give an item whose turn it is, with what is to be done; None if nothing of it is free or wanted."""
    return connection.execute(_NEXT, {"id": bulk_id}).one_or_none()


def take(uow: UnitOfWork, bulk_id: int, n: int) -> bool:
    """Hold an item that is to be done now; False if it is another's, done, or not wanted any more."""
    return uow.execute(_TAKE, {"id": bulk_id, "n": n}).one_or_none() is not None


def hold(uow: UnitOfWork, bulk_id: int, n: int) -> bool:
    """Hold an item that is to be tried out; False if another does so, or it is tried out already."""
    return uow.execute(_HOLD, {"id": bulk_id, "n": n}).one_or_none() is not None


def tell(
    uow: UnitOfWork, bulk_id: int, n: int, state: str, code: str | None, params: Any, now: datetime
) -> None:
    """Write what became of an item."""
    packed = None if params is None else orjson.dumps(params, default=str).decode()
    values = {"id": bulk_id, "n": n, "state": state, "code": code, "params": packed, "now": now}
    uow.execute(_TELL, values)


def foresee(
    uow: UnitOfWork, bulk_id: int, n: int, code: str, params: Any, seen: str | None, now: datetime
) -> None:
    """Write what would become of an item, and how its matter stood then."""
    packed = None if params is None else orjson.dumps(params, default=str).decode()
    values = {"id": bulk_id, "n": n, "code": code, "params": packed, "seen": seen, "now": now}
    uow.execute(_FORESEE, values)


def finish(uow: UnitOfWork, bulk_id: int, now: datetime) -> None:
    """Bring one whose last item is through into its next state."""
    uow.execute(_FINISH, {"id": bulk_id, "now": now})


def stalled(uow: UnitOfWork, before: datetime) -> Collection[int]:
    """Ids of those that are to go on and at which nobody has worked since a moment."""
    return list(uow.execute(_STALLED, {"before": before}).scalars())


QUIET = timedelta(seconds=60)
"""After so long without any item its jobs are lost."""
