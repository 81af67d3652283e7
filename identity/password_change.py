"""Changing one's own password (requirements L3, L4)."""

from datetime import datetime

from sqlalchemy import text

from db import reading, transaction
from db.link import Link, Row
from identity import attempts, passwords
from identity.errors import PasswordRefused

_FIND = text("""
SELECT c.account_id, c.password_hash, a.subject AS login, p.number
FROM person p JOIN account a ON a.person_id = p.id AND a.provider = 'local'
JOIN credential c ON c.account_id = a.id
WHERE p.id = :person AND p.active
""")
_STORE = text("""
UPDATE credential SET password_hash = :new, must_change = false, changed_at = :now
WHERE account_id = :account AND password_hash = :old
""")
_END_SESSIONS = text(
    "UPDATE person SET session_epoch = session_epoch + 1 WHERE id = :person RETURNING session_epoch"
)


def change_password(person_id: int, old: str, new: str, now: datetime) -> int:
    """Set a new password and end every other session and token; a command with a transaction of its own.

    Returns
    -------
    int
        The person's new epoch, for the session that goes on.

    Raises
    ------
    PasswordRefused
        If the old password is wrong (which counts as a failed sign-in) or the new one breaks a rule.
    Locked
        If too many failures have locked the login.
    """
    with reading() as connection:
        row = connection.execute(_FIND, {"person": person_id}).one_or_none()
    if row is None:
        raise PasswordRefused("no_credential")
    _check_old(row, old, now)
    passwords.check_rules(new, login=row.login, names=(row.number,))
    if passwords.verify(row.password_hash, new):
        raise PasswordRefused("same_as_old")
    fresh = passwords.hash_password(new)
    with transaction() as uow:
        return _store(uow, person_id, row, fresh, now)


def _check_old(row: Row, old: str, now: datetime) -> None:
    fits = passwords.verify(row.password_hash, old)
    with transaction() as uow:
        if fits:
            attempts.settle_success(uow, row.login, now)
            return
        refusal = attempts.count_failure(uow, row.login, now)
    raise PasswordRefused("wrong_old") from refusal


def _store(connection: Link, person_id: int, row: Row, fresh: str, now: datetime) -> int:
    values = {"new": fresh, "old": row.password_hash, "account": row.account_id, "now": now}
    if connection.execute(_STORE, values).rowcount != 1:
        # Somebody changed it since we read it: what was checked is no longer the old password.
        raise PasswordRefused("wrong_old")
    epoch: int = connection.execute(_END_SESSIONS, {"person": person_id}).scalar_one()
    return epoch
