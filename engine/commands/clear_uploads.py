"""Clear away uploads that were never used: their rows, and in the end their bytes."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import transaction
from engine.runtime import Runtime

KEPT = timedelta(days=7)
"""How long an upload may lie about before a form or a draft names it."""
IDLE = timedelta(days=1)
"""For how long nobody may have uploaded the same bytes before they go."""
_FIRST = (datetime.min.replace(tzinfo=UTC), uuid.UUID(int=0))

# Held first, looked at after: a form or draft that names one holds it too, and is seen once it let go.
_OLD = text(
    "SELECT id, created_at FROM attachment WHERE instance_id IS NULL AND created_at < :before"
    " AND (created_at, id) > (:after_at, CAST(:after_id AS uuid))"
    " ORDER BY created_at, id LIMIT :limit FOR UPDATE SKIP LOCKED"
)
_DELETE = text(
    "WITH gone AS (DELETE FROM attachment a WHERE a.id = ANY(:ids) AND a.instance_id IS NULL"
    " AND NOT EXISTS (SELECT FROM draft d WHERE d.person_id = a.owner_id"
    " AND position(replace(a.id::text, '-', '') IN d.document::text) > 0) RETURNING a.sha256),"
    " noted AS (INSERT INTO unused_file (sha256, since) SELECT DISTINCT sha256, CAST(:now AS timestamptz)"
    " FROM gone ON CONFLICT DO NOTHING) SELECT count(*) FROM gone"
)
_UNUSED = text(
    "SELECT u.sha256, EXISTS (SELECT FROM attachment a WHERE a.sha256 = u.sha256) AS used"
    " FROM unused_file u ORDER BY u.since LIMIT :limit FOR UPDATE OF u SKIP LOCKED"
)
_FORGET = text("DELETE FROM unused_file WHERE sha256 = ANY(:found)")


def clear_uploads(rt: Runtime, *, limit: int = 200) -> int:
    """Delete uploads of more than a week ago that no matter and no draft names; give how many.

    Any number of workers may do so at once. Bytes that another upload shares stay.
    """
    now, count, after = rt.clock(), 0, _FIRST
    while True:
        with transaction() as uow:
            values = {"before": now - KEPT, "after_at": after[0], "after_id": after[1], "limit": limit}
            found: Sequence[Row] = uow.execute(_OLD, values).all()
            ids = [row.id for row in found]
            count += uow.execute(_DELETE, {"ids": ids, "now": now}).scalar_one()
        if len(found) < limit:
            break
        after = (found[-1].created_at, found[-1].id)
    _clear_bytes(rt, limit)
    return count


def _clear_bytes(rt: Runtime, limit: int) -> None:
    """Take what is noted as unused out of the store; what a dying worker leaves stays noted."""
    with transaction() as uow:
        noted = uow.execute(_UNUSED, {"limit": limit}).all()
        done = [row.sha256 for row in noted if row.used or rt.files.remove(row.sha256, IDLE)]
        uow.execute(_FORGET, {"found": done})
