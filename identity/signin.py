"""Signing in with a local account and password (requirements L1, L3; lock-out as issue 2)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db import reading, transaction
from db.link import Row
from identity import attempts, passwords
from identity.errors import AccountClosed, Locked
from identity.password_change import change_password
from identity.pinyin import fold

__all__ = ["SignedIn", "change_password", "sign_in"]

MOST_LOGIN = 100

_FIND = text("""
SELECT a.id AS account_id, a.person_id, p.active, p.session_epoch, c.password_hash, c.must_change,
  f.locked_until
FROM (SELECT CAST(:login AS text) AS login) typed
LEFT JOIN account a ON a.provider = 'local' AND a.subject = typed.login
LEFT JOIN credential c ON c.account_id = a.id
LEFT JOIN person p ON p.id = a.person_id
LEFT JOIN sign_in_failure f ON f.login_digest = :digest
""")
_REHASH = text("""
UPDATE credential SET password_hash = :new WHERE account_id = :account AND password_hash = :old
""")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A successful sign-in; a session keeps ``epoch`` and ends when the person's epoch moves on.

    While ``must_change`` holds, the person may do nothing but set a password of his own (L3).
    """

    person_id: int
    must_change: bool
    epoch: int


def sign_in(login: str, password: str, *, now: datetime) -> SignedIn:
    """Check a login and password; a command with a transaction of its own.

    An unknown login takes as long, counts and locks just as a wrong password does.

    Raises
    ------
    WrongCredentials
        With the number of attempts left.
    Locked
        With the moment at which the lock ends; also for the right password.
    AccountClosed
        If the password is right but the person is no longer active.
    """
    login = fold(login)[:MOST_LOGIN]
    with reading() as connection:
        row = connection.execute(_FIND, {"login": login, "digest": attempts.digest(login)}).one()
    if row.locked_until is not None and row.locked_until > now:
        raise Locked(row.locked_until)
    # Outside any transaction: a hash takes some 70 ms, and a burst of guesses must not hold all connections.
    if not passwords.verify(row.password_hash, password):
        with transaction() as uow:
            refusal = attempts.count_failure(uow, login, now)
        raise refusal
    return _admit(row, login, password, now)


def _admit(row: Row, login: str, password: str, now: datetime) -> SignedIn:
    renewed = passwords.hash_password(password) if passwords.is_outdated(row.password_hash) else None
    with transaction() as uow:
        attempts.settle_success(uow, login, now)
        if renewed is not None:
            uow.execute(_REHASH, {"new": renewed, "old": row.password_hash, "account": row.account_id})
    if not row.active:
        raise AccountClosed
    return SignedIn(person_id=row.person_id, must_change=row.must_change, epoch=row.session_epoch)
