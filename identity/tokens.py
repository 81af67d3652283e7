"""Bearer tokens of the API: random, kept as digests, ended by time, sign-out or a change of password."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import text

from db import reading, transaction
from db.link import Link
from identity.principal import SELECT, Principal, from_row

LIVES = timedelta(hours=12)
_PREFIX = "tb_"
_LENGTH = 46

_ISSUE = text("""
INSERT INTO access_token (hash, person_id, epoch, issued_at, expires_at)
SELECT :hash, id, session_epoch, :now, :expires FROM person WHERE id = :person
""")
_SWEEP = text("DELETE FROM access_token WHERE person_id = :person AND expires_at <= :now")
_REVOKE = text("DELETE FROM access_token WHERE hash = :hash")
_FIND = text(
    SELECT
    + """FROM access_token t JOIN person p ON p.id = t.person_id
WHERE t.hash = :hash AND t.expires_at > :now AND t.epoch = p.session_epoch AND p.active"""
)


def issue(person_id: int, now: datetime) -> str:
    """Issue a token for a person who has just signed in; it lives for ``LIVES``. A command of its own."""
    token = _PREFIX + secrets.token_urlsafe(32)
    values = {"hash": _digest(token), "person": person_id, "now": now, "expires": now + LIVES}
    with transaction() as uow:
        uow.execute(_SWEEP, {"person": person_id, "now": now})
        uow.execute(_ISSUE, values)
    return token


def principal_of(token: str, now: datetime, connection: Link | None = None) -> Principal | None:
    """Check a token and load its principal, both in one statement; None if the token is not good.

    Parameters
    ----------
    connection
        Where the request already has one; else one is taken for this read.
    """
    if len(token) != _LENGTH or not token.startswith(_PREFIX):
        return None
    if connection is None:
        with reading() as own:
            return principal_of(token, now, own)
    row = connection.execute(_FIND, {"hash": _digest(token), "now": now}).one_or_none()
    return None if row is None else from_row(row)


def revoke(token: str) -> None:
    """End a token; one that is not known is ended already. A command of its own."""
    with transaction() as uow:
        uow.execute(_REVOKE, {"hash": _digest(token)})


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
