"""Rows of ``comment``: which entry of the record answers which, and whom it names."""

import uuid
from collections.abc import Sequence

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

_INSERT = text(
    "INSERT INTO comment (instance_id, n, reply_to, mentions)"
    " VALUES (:instance_id, :n, :reply_to, CAST(:mentions AS jsonb))"
)
_ENTRY = text(
    "SELECT e.n, e.kind, e.person_id FROM record_entry e WHERE e.instance_id = :instance_id AND e.n = :n"
)


def insert(
    uow: UnitOfWork, instance_id: uuid.UUID, n: int, reply_to: int | None, mentions: Sequence[int] = ()
) -> None:
    """Store what an entry answers and whom it names."""
    named = orjson.dumps(list(mentions)).decode()
    uow.execute(_INSERT, {"instance_id": instance_id, "n": n, "reply_to": reply_to, "mentions": named})


def entry(uow: UnitOfWork, instance_id: uuid.UUID, n: int) -> Row | None:
    """Read who made an entry of the record; None if there is none of that number."""
    return uow.execute(_ENTRY, {"instance_id": instance_id, "n": n}).one_or_none()
