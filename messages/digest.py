"""The digest: once a working morning, for everybody who has something waiting."""

import uuid
from datetime import date, datetime

from sqlalchemy import text

from calendars.workdays import working_time
from calendars.zone import CAMPUS_TIME
from db.unit_of_work import UnitOfWork

# What came since this morning waits for the next one: one digest a day, whoever looks and however often.
_READERS = text(
    "SELECT DISTINCT f.person_id FROM message_fate f WHERE f.state = 'waiting' AND f.at < :morning"
    " AND NOT EXISTS (SELECT FROM mail m WHERE m.person_id = f.person_id AND m.day = :day)"
    " ORDER BY f.person_id LIMIT :limit"
)
# Another worker that makes the same digest has it: this one waits for its commit and gathers nothing.
_MAKE = text(
    "INSERT INTO mail (id, person_id, day, state, tries, next_at, created_at)"
    " VALUES (:id, :person_id, :day, 'due', 0, :now, :now)"
    " ON CONFLICT (person_id, day) WHERE day IS NOT NULL DO NOTHING"
)
_GATHER = text(
    "UPDATE message_fate f SET state = 'queued', mail_id = m.id, at = :now FROM mail m"
    " WHERE m.day = :day AND m.person_id = f.person_id AND m.id = ANY(:ids) AND f.state = 'waiting'"
    " AND f.at < :morning"
)


def make_digests(uow: UnitOfWork, now: datetime, *, limit: int = 200) -> int:
    """Make today's digests that are still to be made; give how many people were looked at, `limit` at most.

    Only while the campus works: a morning that was missed, because no worker ran, is made up for during
    the day, and on holidays everything waits.
    """
    today = now.astimezone(CAMPUS_TIME).date()
    hours = working_time(uow).hours(today)
    if not hours or not hours[0][0] <= now < hours[-1][1]:
        return 0
    values = {"morning": hours[0][0], "day": today, "now": now}
    readers = list(
        uow.execute(_READERS, {"morning": values["morning"], "day": today, "limit": limit}).scalars()
    )
    ids = [_made(uow, person_id, today, now) for person_id in readers]
    if ids:
        uow.execute(_GATHER, {**values, "ids": ids})
    return len(readers)


def _made(uow: UnitOfWork, person_id: int, day: date, now: datetime) -> uuid.UUID:
    mail_id = uuid.uuid4()
    uow.execute(_MAKE, {"id": mail_id, "person_id": person_id, "day": day, "now": now})
    return mail_id
