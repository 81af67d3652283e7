"""Idempotency-Key: a repeated request changes nothing more and gets the same answer.

The answer is kept in the transaction of the command (:func:`db.unit_of_work.keeping_open`): after a
crash it is there exactly if the command is. Two statements a write: one takes a lock that only says
"in flight" and looks for an earlier answer, one keeps the answer. A refused request changed nothing and
is not kept: it may be repeated, or corrected under the same key.

A command of several transactions, such as one over many tasks, has no single one that its answer could
join. There lock and answer have a transaction of their own around all of them (:func:`answer_many_once`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request
from sqlalchemy import text

from db import UnitOfWork, reading, transaction
from db.link import Link, Row
from db.unit_of_work import beside, keeping_open
from identity.principal import Principal
from web.current import now
from web.refusals import BadIdempotencyKey, InFlight, OtherRequest
from web.request_digest import digest_of

HEADER = "Idempotency-Key"
REPEATED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_COLUMNS = "k.digest, k.status, k.location, k.etag, k.answer"

_CLAIM = text(f"""
SELECT pg_try_advisory_xact_lock(hashtextextended(:person || ' ' || :key, 7)) AS free, {_COLUMNS}
FROM (SELECT 1) AS one LEFT JOIN idempotency_key k ON k.person_id = CAST(:person AS bigint) AND k.key = :key
""")
FIND = text(
    f"SELECT {_COLUMNS} FROM idempotency_key k WHERE k.person_id = CAST(:person AS bigint) AND k.key = :key"
)
KEEP = text("""
INSERT INTO idempotency_key (person_id, key, digest, status, location, etag, answer, created_at)
VALUES (CAST(:person AS bigint), :key, :digest, :status, :location, :etag, :answer, :now)
""")
_FORGET = text("DELETE FROM idempotency_key WHERE created_at < :before")


class _Answered(Exception):
    """There is an answer already; carries its row."""

    def __init__(self, row: Row) -> None:
        super().__init__()
        self.row = row


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One person's request under one key."""

    person: str
    key: str
    digest: bytes

    def claim(self, uow: UnitOfWork) -> None:
        claimed = uow.execute(_CLAIM, {"person": self.person, "key": self.key})

        def check() -> None:
            row = claimed.one()
            if row.status is not None:
                raise _Answered(row)
            if not row.free:
                raise InFlight

        uow.check(check)

    def keep(self, uow: UnitOfWork, answer: Response) -> None:
        values = {
            "person": self.person,
            "key": self.key,
            "digest": self.digest,
            "status": answer.status_code,
            "location": answer.headers.get("Location"),
            "etag": answer.headers.get("ETag"),
            "answer": answer.get_data(),
            "now": now(),
        }
        uow.execute(KEEP, values)

    def find(self, connection: Link) -> Row | None:
        return connection.execute(FIND, {"person": self.person, "key": self.key}).one_or_none()

    def repeat(self, row: Row) -> Response:
        if bytes(row.digest) != self.digest:
            raise OtherRequest
        answer = Response(bytes(row.answer), row.status, mimetype="application/json")
        for name, value in (("Location", row.location), ("ETag", row.etag)):
            if value is not None:
                answer.headers[name] = value
        answer.headers[REPEATED] = "true"
        return answer


def answer_once(by: Principal, act: Callable[[], Response]) -> Response:
    """Carry a write out once for each Idempotency-Key; without the header, simply carry it out.

    Parameters
    ----------
    act
        Runs exactly one command and makes the JSON answer of its result.

    Raises
    ------
    BadIdempotencyKey, OtherRequest, InFlight
        See their own words; and whatever `act` raises.
    """
    attempt = _attempt(by)
    return act() if attempt is None else _once(attempt, act)


def answer_many_once(by: Principal, act: Callable[[], Response]) -> Response:
    """Do the same for a command of several transactions; its answer is kept after the last of them.

    After a crash in between there is no answer: the repeated request carries the rest out, and the command
    says in its own words what was done already.

    Raises
    ------
    BadIdempotencyKey, OtherRequest, InFlight
        See their own words; and whatever `act` raises.
    """
    attempt = _attempt(by)
    return act() if attempt is None else _many_once(attempt, act)


def forget_answers(before: datetime) -> None:
    """Delete the answers kept before a moment: nobody repeats a request so late. A command of its own."""
    with transaction() as uow:
        uow.execute(_FORGET, {"before": before})


def _attempt(by: Principal) -> _Attempt | None:
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise BadIdempotencyKey
    return _Attempt(str(by.person_id), key, digest_of(request))


def _once(attempt: _Attempt, act: Callable[[], Response]) -> Response:
    try:
        with keeping_open(attempt.claim) as kept:
            answer = act()
            if kept.uow is not None:
                attempt.keep(kept.uow, answer)
    except _Answered as found:
        return attempt.repeat(found.row)
    except Exception:
        # The twin of this request may have committed since our look, while we waited for a lock of the
        # command's; or the command may refuse before it opens its transaction what it carried out the
        # first time.
        with reading() as connection:
            row = attempt.find(connection)
        if row is None:
            raise
        return attempt.repeat(row)
    return answer


def _many_once(attempt: _Attempt, act: Callable[[], Response]) -> Response:
    try:
        with beside() as uow:
            attempt.claim(uow)
            uow.send()
            # The twin may have ended after the claim looked for its answer and before it got the lock.
            row = attempt.find(uow)
            if row is not None:
                raise _Answered(row)
            answer = act()
            attempt.keep(uow, answer)
    except _Answered as found:
        return attempt.repeat(found.row)
    return answer
