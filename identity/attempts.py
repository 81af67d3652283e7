"""The lock-out: five failures of one login within a quarter of an hour lock it for a quarter of an hour.

Every function here runs in the transaction of its caller and holds the lock of the login's row until that
ends. Guesses at one time are therefore settled one after another: none after the fifth failure learns whether
it was right.
"""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import text

from db.link import Link
from identity.errors import Locked, WrongCredentials

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)

_TAKE = text("""
INSERT INTO sign_in_failure (login_digest, failures, last_at) VALUES (:digest, 0, :now)
ON CONFLICT (login_digest) DO UPDATE SET failures = sign_in_failure.failures
RETURNING failures, locked_until, last_at
""")
_COUNT = text("""
UPDATE sign_in_failure SET failures = :failures, locked_until = :until, last_at = :now
WHERE login_digest = :digest
""")
_LOCK = text("SELECT locked_until FROM sign_in_failure WHERE login_digest = :digest FOR UPDATE")
_FORGET = text("DELETE FROM sign_in_failure WHERE login_digest = :digest")
_FORGET_OLD = text("DELETE FROM sign_in_failure WHERE last_at < :before AND login_digest <> :digest")


def digest(login: str) -> bytes:
    """Return the digest under which the failures of a login are counted."""
    return hashlib.sha256(login.encode()).digest()


def count_failure(connection: Link, login: str, now: datetime) -> WrongCredentials | Locked:
    """Count a failure and return the error to raise once it is committed."""
    key = digest(login)
    row = connection.execute(_TAKE, {"digest": key, "now": now}).one()
    if row.locked_until is not None and row.locked_until > now:
        return Locked(row.locked_until)
    failures = 1 if row.last_at <= now - LOCKED_FOR else row.failures + 1
    until = now + LOCKED_FOR if failures >= MOST_FAILURES else None
    connection.execute(_COUNT, {"digest": key, "failures": failures, "until": until, "now": now})
    if until is None:
        return WrongCredentials(MOST_FAILURES - failures)
    # Only what can be guessed fills this table, and a lock is rare: the moment to sweep.
    connection.execute(_FORGET_OLD, {"before": now - LOCKED_FOR, "digest": key})
    return Locked(until)


def settle_success(connection: Link, login: str, now: datetime) -> None:
    """Forget the failures of a login whose password was right.

    Raises
    ------
    Locked
        If the login is locked, perhaps since a moment ago: then the right password does not help.
    """
    key = digest(login)
    until = connection.execute(_LOCK, {"digest": key}).scalar_one_or_none()
    if until is not None and until > now:
        raise Locked(until)
    connection.execute(_FORGET, {"digest": key})
