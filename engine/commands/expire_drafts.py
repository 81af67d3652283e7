"""Delete applications that nobody has sent or touched for long, a week after their owners were told."""

from datetime import datetime, timedelta

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.events import DraftExpires
from engine.runtime import Runtime

NOTICE = timedelta(days=7)
"""How long before it is deleted the owner of a draft is told, at least."""

# Several workers at once: each takes what no other holds. What is touched meanwhile is young again.
_WARN = text(
    "WITH old AS (SELECT d.id FROM draft d WHERE d.task_id IS NULL AND d.updated_at <= :before"
    " AND (d.warned_at IS NULL OR d.warned_at < d.updated_at)"
    " ORDER BY d.updated_at LIMIT :limit FOR UPDATE SKIP LOCKED)"
    " UPDATE draft d SET warned_at = :now FROM definition v WHERE d.id IN (SELECT id FROM old)"
    " AND v.id = d.definition_id RETURNING d.id, d.person_id, d.updated_at, v.name"
)
_DELETE = text(
    "WITH old AS (SELECT d.id FROM draft d WHERE d.task_id IS NULL AND d.updated_at <= :before"
    " AND d.warned_at >= d.updated_at AND d.warned_at <= :told_before"
    " ORDER BY d.updated_at LIMIT :limit FOR UPDATE SKIP LOCKED)"
    " DELETE FROM draft WHERE id IN (SELECT id FROM old) RETURNING id"
)


def expire_drafts(rt: Runtime, after: timedelta, *, limit: int = 500) -> tuple[int, int]:
    """Tell the owners of old drafts, and delete those whose owners were told long enough ago.

    Parameters
    ----------
    after
        How long a draft may lie untouched; nobody's goes sooner than a week after he was told.
    limit
        Of each, at most.

    Returns
    -------
    tuple
        How many owners were told, and how many drafts were deleted.
    """
    now = rt.clock()
    return _warn(rt, now - after + NOTICE, now, limit), _delete(now - after, now, limit)


def _warn(rt: Runtime, before: datetime, now: datetime, limit: int) -> int:
    with transaction() as uow:
        found = uow.execute(_WARN, {"before": before, "now": now, "limit": limit}).all()
        for row in found:
            rt.events.publish(uow, DraftExpires(row.id, row.person_id, row.name, row.updated_at))
    return len(found)


def _delete(before: datetime, now: datetime, limit: int) -> int:
    values = {"before": before, "told_before": now - NOTICE, "limit": limit}
    with transaction() as uow:
        return len(uow.execute(_DELETE, values).all())
