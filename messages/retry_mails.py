"""Send again what could not be sent by e-mail: one message's mail, or all that failed under some filters."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal
from messages.errors import NoMessage, NotFailed
from messages.overseeing import Filters, asked, reach

MOST = 500
"""Messages that are tried again at once."""

_FAILED = ("failed", "no_address")
_FIND = text(
    "SELECT f.message_id, f.person_id, f.state, f.mail_id, f.channel"
    " FROM message_fate f JOIN message g ON g.id = f.message_id JOIN person p ON p.id = g.person_id"
    " LEFT JOIN instance i ON i.id = g.instance_id"
    " WHERE f.channel = :channel AND (:everything OR i.service_key = ANY(:services))"
    " AND (CAST(:id AS bigint) IS NULL OR f.message_id = :id)"
    " AND (CAST(:states AS text[]) IS NULL OR f.state = ANY(:states))"
    " AND (CAST(:kinds AS text[]) IS NULL OR g.kind = ANY(:kinds))"
    " AND (CAST(:number AS text) IS NULL OR p.number = :number)"
    " ORDER BY f.message_id LIMIT :limit FOR UPDATE OF f"
)
# The same mail under the same id: what had arrived after all is not shown twice.
_AGAIN = text(
    "UPDATE mail SET state = 'due', tries = 0, next_at = :now, closed_at = NULL, code = NULL, detail = NULL"
    " WHERE id = ANY(:ids) AND state = 'failed'"
)
_QUEUED = text(
    "UPDATE message_fate SET state = 'queued', code = NULL, at = :now"
    " WHERE mail_id = ANY(:ids) AND state IN ('failed', 'no_address')"
)
_FIRST = text(
    "INSERT INTO mail (id, person_id, state, tries, next_at, created_at)"
    " VALUES (:id, :person_id, 'due', 0, :now, :now)"
)
_ITS = text(
    "UPDATE message_fate SET state = 'queued', code = NULL, at = :now, mail_id = :id"
    " WHERE message_id = :message_id AND channel = :channel"
)


def retry_mail(rt: Runtime, by: Principal, message_id: int) -> None:
    """Send the mail of a message again, which failed or had no address to go to.

    What else is in its digest goes with it.

    Raises
    ------
    Forbidden
    NoMessage
        There is none, or he may not mend what it is about.
    NotFailed
    """
    with transaction() as uow:
        found = _found(rt, uow, by, Filters(), message_id=message_id, limit=1)
        if not found:
            raise NoMessage(message=message_id)
        if found[0].state not in _FAILED:
            raise NotFailed(message=message_id)
        _send_again(uow, found, rt.clock())


def retry_failed(rt: Runtime, by: Principal, filters: Filters) -> int:
    """Send again what failed under some filters, `MOST` messages at most; give how many they are.

    Raises
    ------
    Forbidden
    """
    with transaction() as uow:
        found = _found(rt, uow, by, filters, states=["failed"], limit=MOST)
        _send_again(uow, found, rt.clock())
    return len(found)


def _found(
    rt: Runtime,
    uow: UnitOfWork,
    by: Principal,
    filters: Filters,
    *,
    limit: int,
    message_id: int | None = None,
    states: Sequence[str] | None = None,
) -> Sequence[Row]:
    values = {**reach(rt, uow, by, INSTANCE_MEND), **asked(filters)}
    values |= {"id": message_id, "states": states, "limit": limit}
    return uow.execute(_FIND, values).all()


def _send_again(uow: UnitOfWork, found: Sequence[Row], now: datetime) -> None:
    ids = list({row.mail_id for row in found if row.mail_id})
    uow.execute(_AGAIN, {"ids": ids, "now": now})
    uow.execute(_QUEUED, {"ids": ids, "now": now})
    for row in found:
        if row.mail_id is None:
            mail_id = uuid.uuid4()
            uow.execute(_FIRST, {"id": mail_id, "person_id": row.person_id, "now": now})
            about = {"id": mail_id, "message_id": row.message_id, "channel": row.channel, "now": now}
            uow.execute(_ITS, about)
