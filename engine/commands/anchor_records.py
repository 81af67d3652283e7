"""Anchor the record: write length and head of every chain that has grown into a log outside (decision 10)."""

import logging
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import orjson
from sqlalchemy import text

from connectors.anchors import AnchorFolder
from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.runtime import Runtime

# One after another: each anchor names the one before it.
_IN_TURN = text("SELECT pg_try_advisory_xact_lock(hashtextextended('record anchor', 11))")
# A chain that no longer holds what was anchored of it keeps its witness; the verification tells of it.
_GROWN = text(
    "SELECT i.id, i.record_length, i.record_head FROM instance i"
    " LEFT JOIN anchored_chain a ON a.instance_id = i.id"
    " WHERE i.id > :after AND i.record_length > coalesce(a.length, 0)"
    " AND (a.length IS NULL OR EXISTS (SELECT FROM record_entry e"
    " WHERE e.instance_id = i.id AND e.n = a.length AND e.digest = a.head))"
    " ORDER BY i.id LIMIT :limit"
)
_LAST = text("SELECT n, digest FROM record_anchor ORDER BY n DESC LIMIT 1")
_ANCHOR = text(
    "INSERT INTO record_anchor (n, at, chains, digest) VALUES (:n, :at, :chains, CAST(:digest AS bytea))"
)
_CHAINS = text(
    "INSERT INTO anchored_chain (instance_id, length, head, anchor)"
    " SELECT c.id, c.length, decode(c.head, 'hex'), :n"
    " FROM jsonb_to_recordset(CAST(:chains AS jsonb)) AS c(id uuid, length bigint, head text)"
    " ON CONFLICT (instance_id) DO UPDATE SET length = excluded.length, head = excluded.head,"
    " anchor = excluded.anchor"
)

_log = logging.getLogger(__name__)


def anchor_records(rt: Runtime, log: AnchorFolder, *, limit: int = 10_000) -> int:
    """Anchor all chains that have grown, `limit` of them in a file; give how many they were.

    Another worker that is just doing so is left alone. A file is written before the commit: without it
    nothing counts as anchored, and what it says is true even if the commit fails.
    """
    count, after = 0, uuid.UUID(int=0)
    while grown := _anchor(rt, log, after, limit):
        count, after = count + len(grown), grown[-1].id
    return count


def _anchor(rt: Runtime, log: AnchorFolder, after: uuid.UUID, limit: int) -> Sequence[Row]:
    """Anchor the next chains behind an instance's; give them."""
    with transaction() as uow:
        if not uow.execute(_IN_TURN).scalar_one():
            return ()
        grown = uow.execute(_GROWN, {"after": after, "limit": limit}).all()
        if not grown:
            return ()
        last = uow.execute(_LAST).one_or_none()
        n = last.n + 1 if last else 1
        previous = bytes(last.digest) if last else b""
        at = rt.clock()
        digest = log.add(n, _content(n, previous, at, grown))
        _note(uow, n, at, grown, digest)
    # Whoever keeps the program's log elsewhere has a second witness in it.
    _log.info("the record was anchored: number %s, SHA-256 %s", n, digest.hex())
    return grown


def _content(n: int, previous: bytes, at: datetime, grown: Sequence[Row]) -> bytes:
    """Write a line about the anchor, and a line for each chain: instance, length, head."""
    head = {
        "anchor": n,
        "previous": previous.hex(),
        "at": at.astimezone(UTC).isoformat(),
        "chains": len(grown),
        "heads": "instance length digest",
    }
    lines = [f"{row.id.hex} {row.record_length} {bytes(row.record_head).hex()}" for row in grown]
    return orjson.dumps(head) + b"\n" + "\n".join([*lines, ""]).encode()


def _note(uow: UnitOfWork, n: int, at: datetime, grown: Sequence[Row], digest: bytes) -> None:
    uow.execute(_ANCHOR, {"n": n, "at": at, "chains": len(grown), "digest": digest})
    chains = [
        {"id": str(row.id), "length": row.record_length, "head": bytes(row.record_head).hex()}
        for row in grown
    ]
    uow.execute(_CHAINS, {"n": n, "chains": orjson.dumps(chains).decode()})
