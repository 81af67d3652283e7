"""Rows of ``mail``: taken by one worker at a time, sent once, and the fates of what they carry."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork
from messages.kinds import OF_OPEN_TASKS

QUEUED_FOR = timedelta(seconds=60)
"""How long a job may be on its way before it counts as lost."""
DETAIL_LIMIT = 2000

# Several workers sweep at once: each takes what no other holds.
_SWEEP = text(
    "WITH late AS (SELECT id FROM mail WHERE state IN ('due', 'queued', 'trying') AND next_at <= :now"
    " ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED)"
    " UPDATE mail SET state = 'queued', next_at = :next_at WHERE id IN (SELECT id FROM late) RETURNING id"
)
_TAKE = text(
    "SELECT m.id, m.person_id, m.day, m.tries, p.name, p.email, p.active,"
    " coalesce(w.language, 'zh-CN') AS language"
    " FROM mail m JOIN person p ON p.id = m.person_id"
    " LEFT JOIN message_preference w ON w.person_id = m.person_id"
    " WHERE m.id = :id AND (m.state = 'queued' OR m.state IN ('due', 'trying') AND m.next_at <= :now)"
    " FOR UPDATE OF m SKIP LOCKED"
)
_CARRIED = text(
    "SELECT g.id, g.kind, g.title, g.step_name, g.instance_id, g.task_id, g.at,"
    " g.read_at IS NULL AND (NOT g.kind = ANY(:of_tasks) OR t.id IS NULL OR t.state = 'open') AS news"
    " FROM message_fate f JOIN message g ON g.id = f.message_id LEFT JOIN task t ON t.id = g.task_id"
    " WHERE f.mail_id = :id AND f.state = 'queued' ORDER BY g.id DESC"
)
# Calls of the engine have places of their own at the connector; mails share what it is worth among mails.
_UNDER_WAY = text("SELECT count(*) FROM mail WHERE state = 'trying' AND next_at > :now")
_TRY = text("UPDATE mail SET state = 'trying', tries = tries + 1, next_at = :until WHERE id = :id")
_LATER = text(
    "UPDATE mail SET state = 'due', next_at = :at, code = coalesce(:code, code),"
    " detail = coalesce(:detail, detail) WHERE id = :id AND state IN ('due', 'queued', 'trying')"
)
_CLOSE = text(
    "UPDATE mail SET state = :state, closed_at = :now, code = :code, detail = :detail"
    " WHERE id = :id AND state IN ('due', 'queued', 'trying')"
)
_SETTLE = text(
    "UPDATE message_fate SET state = :state, code = :code, at = :now"
    " WHERE mail_id = :mail_id AND state = 'queued'"
)
_DROP = text(
    "UPDATE message_fate SET state = 'skipped', code = 'no_news', at = :now"
    " WHERE mail_id = :mail_id AND message_id = ANY(:ids)"
)


def sweep(uow: UnitOfWork, now: datetime, limit: int) -> list[uuid.UUID]:
    """Give the mails whose time has come or whose job was lost, the longest first, as queued."""
    values = {"now": now, "limit": limit, "next_at": now + QUEUED_FOR}
    return [row.id for row in uow.execute(_SWEEP, values)]


def take(uow: UnitOfWork, mail_id: uuid.UUID, now: datetime) -> Row | None:
    """Hold a mail that is to be sent now; None if it is over, too early, or another worker's."""
    return uow.execute(_TAKE, {"id": mail_id, "now": now}).one_or_none()


def carried(link: Link, mail_id: uuid.UUID) -> Sequence[Row]:
    """Give the messages that a mail carries, the newest first; `news` of those that still are some."""
    return link.execute(_CARRIED, {"id": mail_id, "of_tasks": list(OF_OPEN_TASKS)}).all()


def under_way(uow: UnitOfWork, now: datetime) -> int:
    """Count the mails that are being sent."""
    found: int = uow.execute(_UNDER_WAY, {"now": now}).scalar_one()
    return found


def begin(uow: UnitOfWork, mail_id: uuid.UUID, until: datetime) -> None:
    """Note a try, which counts as lost if nothing is heard until then."""
    uow.execute(_TRY, {"id": mail_id, "until": until})


def later(
    uow: UnitOfWork, mail_id: uuid.UUID, at: datetime, code: str | None = None, detail: str | None = None
) -> None:
    """Let a mail be tried at `at`."""
    detail = detail[:DETAIL_LIMIT] if detail else None
    uow.execute(_LATER, {"id": mail_id, "at": at, "code": code, "detail": detail})


def drop(uow: UnitOfWork, mail_id: uuid.UUID, ids: Collection[int], now: datetime) -> None:
    """Note of some messages of a mail that they are no news any more."""
    uow.execute(_DROP, {"mail_id": mail_id, "ids": list(ids), "now": now})


def close(
    uow: UnitOfWork,
    mail_id: uuid.UUID,
    state: str,
    fate: str,
    now: datetime,
    code: str | None = None,
    detail: str = "",
) -> None:
    """End a mail, and give what it carries its fate; a mail that is over already stays as it is."""
    values = {
        "id": mail_id,
        "state": state,
        "now": now,
        "code": code,
        "detail": detail[:DETAIL_LIMIT] or None,
    }
    if uow.execute(_CLOSE, values).rowcount:
        uow.execute(_SETTLE, {"mail_id": mail_id, "state": fate, "code": code, "now": now})
