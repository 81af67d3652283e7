"""What becomes of new messages by e-mail: at once, in the digest, or nothing, by each person's choice."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from messages.kinds import IN_DIGEST, OFF, by_mail
from messages.models import MAIL

MOST_AT_ONCE: Final = 5
WITHIN: Final = timedelta(minutes=10)
"""A person gets so many mails at once within this time; what comes above that waits for the digest."""

# Held until the commit: two deliveries to one person must not both find a place under his limit.
_READERS = text(
    "SELECT p.id, p.email, m.mail FROM person p LEFT JOIN message_preference m ON m.person_id = p.id"
    " WHERE p.id = ANY(:ids) ORDER BY p.id FOR NO KEY UPDATE OF p"
)
_LATELY = text(
    "SELECT person_id, count(*) AS n FROM mail WHERE person_id = ANY(:ids) AND day IS NULL"
    " AND created_at > :since GROUP BY person_id"
)
_MAILS = text(
    "INSERT INTO mail (id, person_id, state, tries, next_at, created_at)"
    " SELECT f.mail_id, f.person_id, 'due', 0, :now, :now"
    " FROM jsonb_to_recordset(CAST(:fates AS jsonb)) AS f(person_id bigint, mail_id uuid)"
    " WHERE f.mail_id IS NOT NULL"
)
_FATES = text(
    "INSERT INTO message_fate (message_id, channel, person_id, state, code, mail_id, at)"
    " SELECT f.message_id, :channel, f.person_id, f.state, f.code, f.mail_id, :now"
    " FROM jsonb_to_recordset(CAST(:fates AS jsonb))"
    " AS f(message_id bigint, person_id bigint, state text, code text, mail_id uuid)"
)


def decide(uow: UnitOfWork, kind: str, messages: Mapping[int, int], now: datetime) -> None:
    """Note what becomes of the messages (person → message) of one kind, and put mails on their way."""
    people = list(messages)
    readers = uow.execute(_READERS, {"ids": people}).all()
    lately = uow.execute(_LATELY, {"ids": people, "since": now - WITHIN})
    had = {row.person_id: row.n for row in lately}
    fates = [_fate(kind, messages[row.id], row, had.get(row.id, 0)) for row in readers]
    values = {"fates": orjson.dumps(fates).decode(), "channel": MAIL, "now": now}
    uow.execute(_MAILS, {"fates": values["fates"], "now": now})
    uow.execute(_FATES, values)


def _fate(kind: str, message_id: int, reader: Row, lately: int) -> dict[str, Any]:
    fate: dict[str, Any] = {"message_id": message_id, "person_id": reader.id}
    when = by_mail(kind, reader.mail or {})
    if when == OFF:
        return fate | {"state": "skipped", "code": "preference"}
    if not reader.email:
        return fate | {"state": "no_address"}
    if when == IN_DIGEST:
        return fate | {"state": "waiting"}
    if lately >= MOST_AT_ONCE:
        return fate | {"state": "waiting", "code": "many"}
    return fate | {"state": "queued", "mail_id": str(uuid.uuid4())}
