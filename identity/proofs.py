"""What somebody brings along to say who he is, and how the database confirms it: in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import text

from db.link import Answer, Link, Row
from identity.principal import SELECT, Principal, from_row

_BY_SESSION = text(SELECT + "FROM person p WHERE p.id = :person AND p.active AND p.session_epoch = :epoch")
_BY_TOKEN = text(
    SELECT
    + """FROM access_token t JOIN person p ON p.id = t.person_id
WHERE t.hash = :hash AND t.expires_at > :now AND t.epoch = p.session_epoch AND p.active"""
)


class Proof(Protocol):
    """Equal ones prove the same; a dictionary's key."""

    def ask(self, connection: Link, now: datetime) -> Answer:
        """Ask for the row of its principal, if it holds now; see :func:`identity.principal.from_row`."""

    def __hash__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class SessionProof:
    """A session opened in an epoch of a person, which ends when his password is changed, on any machine."""

    person_id: int
    epoch: int

    def ask(self, connection: Link, now: datetime) -> Answer:
        """See :class:`Proof`."""
        return connection.execute(_BY_SESSION, {"person": self.person_id, "epoch": self.epoch})


@dataclass(frozen=True, slots=True)
class TokenProof:
    """A bearer token, by its digest; see :mod:`identity.tokens`."""

    digest: bytes

    def ask(self, connection: Link, now: datetime) -> Answer:
        """See :class:`Proof`."""
        return connection.execute(_BY_TOKEN, {"hash": self.digest, "now": now})


class Confirmed(NamedTuple):
    """Whose proof it was at a moment, and the row that said so: an equal one says it again."""

    row: Row
    principal: Principal


def confirm(proof: Proof, connection: Link, now: datetime) -> Confirmed | None:
    """Ask whose proof it is, if it holds now."""
    row = proof.ask(connection, now).one_or_none()
    return None if row is None else Confirmed(row, from_row(row))
