"""Rows of ``phrase``: the words that each person keeps for his opinions."""

from collections.abc import Sequence

from sqlalchemy import text

from db.link import Answer, Link
from db.unit_of_work import UnitOfWork

_OF = text("SELECT words FROM phrase WHERE person_id = :person_id ORDER BY position, id")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('phrase ' || :person, 7))")
_CLEAR = text("DELETE FROM phrase WHERE person_id = :person_id")
_INSERT = text(
    "INSERT INTO phrase (person_id, position, words) SELECT :person_id, p.position, p.words"
    " FROM unnest(CAST(:words AS text[])) WITH ORDINALITY AS p(words, position)"
)


def ask(connection: Link, person_id: int) -> Answer:
    """Ask for a person's phrases in their order."""
    return connection.execute(_OF, {"person_id": person_id})


def replace(uow: UnitOfWork, person_id: int, words: Sequence[str]) -> None:
    """Keep these instead of what was there; of two at once the later one counts, never a mixture."""
    uow.execute(_LOCK, {"person": str(person_id)})
    uow.execute(_CLEAR, {"person_id": person_id})
    uow.execute(_INSERT, {"person_id": person_id, "words": list(words)})
