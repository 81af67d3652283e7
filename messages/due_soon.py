"""Tell the handlers of tasks that are due within a day, whatever their deadlines say: once a task."""

from datetime import datetime, timedelta

from sqlalchemy import text

from db.unit_of_work import UnitOfWork
from identity.keys import person_key
from messages.subscribers import DELIVER

AHEAD = timedelta(days=1)

# Whoever has a reminder already needs no second one. Of what has less than two days altogether, half must
# be over: else it would be due soon from the beginning. The row that is made keeps other workers away.
_FOUND = text(
    "WITH due AS (SELECT t.id, t.instance_id, t.name, t.due_at, t.claimed_by, i.title FROM task t"
    " JOIN instance i ON i.id = t.instance_id"
    " WHERE t.state = 'open' AND t.due_at IS NOT NULL AND t.due_at <= :until AND t.held_at IS NULL"
    " AND i.state = 'running' AND t.due_at - CAST(:now AS timestamptz) <= (t.due_at - t.opened_at) / 2"
    " AND NOT EXISTS (SELECT FROM due_told w WHERE w.task_id = t.id)"
    " AND NOT EXISTS (SELECT FROM deadline d WHERE d.task_id = t.id AND d.result = 'fired'"
    " AND d.rule ->> 'do' = 'remind')"
    " ORDER BY t.due_at LIMIT :limit),"
    " told AS (INSERT INTO due_told (task_id, at) SELECT id, :now FROM due ORDER BY id"
    " ON CONFLICT DO NOTHING RETURNING task_id)"
    " SELECT d.*, ARRAY(SELECT o.principal FROM inbox o WHERE o.task_id = d.id ORDER BY 1) AS candidates"
    " FROM due d JOIN told ON told.task_id = d.id ORDER BY d.due_at"
)


def tell_what_is_due(uow: UnitOfWork, now: datetime, *, limit: int = 200) -> int:
    """Send a message to whoever holds each task that is due soon or overdue; give how many tasks they were.

    Parameters
    ----------
    limit
        Tasks, at most.
    """
    found = uow.execute(_FOUND, {"now": now, "until": now + AHEAD, "limit": limit}).all()
    for row in found:
        holders = [person_key(row.claimed_by)] if row.claimed_by else list(row.candidates)
        uow.defer(
            DELIVER,
            key=f"due-soon:{row.id}",
            kind="task_overdue" if row.due_at < now else "task_due",
            instance_id=str(row.instance_id),
            task_id=row.id,
            title=row.title,
            step_name=row.name,
            to=holders,
            at=now.isoformat(),
        )
    return len(found)
