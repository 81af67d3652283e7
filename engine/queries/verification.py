"""Verify records: recompute every chain, so that a changed, lost or added entry shows."""

import hmac
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link, Row
from engine.runtime import Runtime
from engine.store import chain

_INSTANCES = text(
    "SELECT id FROM instance WHERE CAST(:id AS uuid) IS NULL OR id = CAST(:id AS uuid)"
    " ORDER BY started_at, id"
)
# One statement, so one view: the matter may be going on meanwhile.
_RECORD = text(
    "SELECT i.record_length, i.record_head, a.length AS anchored, a.head AS anchor,"
    " e.n, e.kind, e.at, e.person_id, e.task_id, e.element, e.outcome, e.text_digest, e.digest, w.text"
    " FROM instance i LEFT JOIN anchored_chain a ON a.instance_id = i.id"
    " LEFT JOIN record_entry e ON e.instance_id = i.id"
    " LEFT JOIN record_text w ON w.instance_id = e.instance_id AND w.n = e.n"
    " WHERE i.id = :id ORDER BY e.n"
)
_GONE = text(
    "SELECT a.instance_id FROM anchored_chain a"
    " WHERE (CAST(:id AS uuid) IS NULL OR a.instance_id = CAST(:id AS uuid))"
    " AND NOT EXISTS (SELECT FROM instance i WHERE i.id = a.instance_id) ORDER BY a.instance_id"
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result for one instance; ``first_bad`` is the number of the first entry that does not hold."""

    instance_id: uuid.UUID
    entries: int
    ok: bool
    first_bad: int | None


def verify(rt: Runtime, connection: Link, instance_id: uuid.UUID | None = None) -> Iterator[Verdict]:
    """Verify one instance's record, or all of them, oldest first; then tell of those that are gone."""
    for row in connection.execute(_INSTANCES, {"id": instance_id}).all():
        verdict = verdict_on(rt, connection, row.id)
        if verdict is not None:
            yield verdict
    for row in connection.execute(_GONE, {"id": instance_id}).all():
        yield Verdict(row.instance_id, 0, False, 1)


def verdict_on(rt: Runtime, connection: Link, instance_id: uuid.UUID) -> Verdict | None:
    """Verify the record of one instance, against itself and against what was anchored of it.

    Returns
    -------
    Verdict or None
        None if there is no such instance.
    """
    rows = connection.execute(_RECORD, {"id": instance_id}).all()
    if not rows:
        return None
    found = [row for row in rows if row.n is not None]
    bad = _first_bad(rt.record_key, instance_id, rows[0], found)
    return Verdict(instance_id, len(found), bad is None, bad)


def _first_bad(key: bytes, instance_id: uuid.UUID, instance: Row, found: Sequence[Row]) -> int | None:
    head = chain.start_of(key, instance_id)
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
        if row.text is not None and digest != chain.digest_of_text(key, instance_id, row.n, row.text):
            return expected
        if row.n == instance.anchored and not hmac.compare_digest(head, bytes(instance.anchor)):
            return expected
    if expected != instance.record_length or head != bytes(instance.record_head):
        return expected + 1
    return expected + 1 if expected < (instance.anchored or 0) else None
