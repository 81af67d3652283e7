"""Bearer tokens of the API: random, kept as digests, ended by time, sign-out or a change of password."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import text

from db import transaction
from identity.proofs import TokenProof

LIVES = timedelta(hours=12)
_PREFIX = "tb_"
_LENGTH = 46

_ISSUE = text("""
INSERT INTO access_token (hash, person_id, epoch, issued_at, expires_at)
SELECT :hash, id, session_epoch, :now, :expires FROM person WHERE id = :person
""")
_SWEEP = text("DELETE FROM access_token WHERE person_id = :person AND expires_at <= :now")
_REVOKE = text("DELETE FROM access_token WHERE hash = :hash")


def issue(person_id: int, now: datetime) -> str:
    """Issue a token for a person who has just signed in; it lives for ``LIVES``. A command of its own."""
    token = _PREFIX + secrets.token_urlsafe(32)
    values = {"hash": _digest(token), "person": person_id, "now": now, "expires": now + LIVES}
    with transaction() as uow:
        uow.execute(_SWEEP, {"person": person_id, "now": now})
        uow.execute(_ISSUE, values)
    return token


def proof_of(token: str) -> TokenProof | None:
    """Return what a token proves if it is good; None for what cannot be one."""
    is_one = len(token) == _LENGTH and token.startswith(_PREFIX)
    return TokenProof(_digest(token)) if is_one else None


def revoke(token: str) -> None:
    """End a token; one that is not known is ended already. A command of its own."""
    with transaction() as uow:
        uow.execute(_REVOKE, {"hash": _digest(token)})


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
