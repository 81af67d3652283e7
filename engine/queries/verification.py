"""Verify records: recompute every chain, so that a changed, lost or added entry shows"
" (``tongban verify``).
"""

import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.runtime import Runtime
from engine.store import chain

_INSTANCES = text(
    "SELECT id, record_length, record_head FROM instance"
    " WHERE CAST(:id AS uuid) IS NULL OR id = CAST(:id AS uuid) ORDER BY started_at, id"
)
_ENTRIES = text(
    "SELECT e.n, e.kind, e.at, e.person_id, e.task_id, e.element, e.outcome, e.text_digest, e.digest, w.text"
    " FROM record_entry e LEFT JOIN record_text w USING (instance_id, n)"
    " WHERE e.instance_id = :id ORDER BY e.n"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one instance; ``first_bad`` is the number of the first entry that does not hold."""

    instance_id: uuid.UUID
    entries: int
    ok: bool
    first_bad: int | None


def verify(rt: Runtime, connection: Link, instance_id: uuid.UUID | None = None) -> Iterator[Verdict]:
    """Verify one instance's record, or all of them, oldest first."""
    for row in connection.execute(_INSTANCES, {"id": instance_id}).all():
        found = connection.execute(_ENTRIES, {"id": row.id}).all()
        bad = _first_bad(rt.record_key, row, found)
        yield Verdict(row.id, len(found), bad is None, bad)


def _first_bad(key: bytes, instance: Row, found: list[Row] | Any) -> int | None:
    head = chain.start_of(key, instance.id)
    expected = 0
    for row in found:
        expected += 1
        digest = bytes(row.text_digest) if row.text_digest is not None else None
        entry = chain.Entry(
            row.n, row.kind, row.at, row.person_id, row.task_id, row.element, row.outcome, digest
        )
        head = chain.bind(key, head, entry)
        if row.n != expected or not hmac.compare_digest(head, bytes(row.digest)):
            return expected
        if row.text is not None and digest != chain.digest_of_text(key, instance.id, row.n, row.text):
            return expected
    if expected != instance.record_length or head != bytes(instance.record_head):
        return expected + 1
    return None
