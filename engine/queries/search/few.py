"""What is rare is looked up first, for then it is known how rare it is."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import text

from db.link import Answer, Link
from db.planning import ask_planned

from .conditions import Conditions

FEW: Final = 1000
"""So many rows are fetched by their ids in a few milliseconds, whatever else is asked of them."""


def looked_up(connection: Link, each: Sequence[Conditions]) -> list[Conditions]:
    """Find out of which conditions the statements of what is rare give few ids.

    PostgreSQL guesses how many rows such a statement gives, and is wrong by powers of ten when somebody
    has handled nothing, or half of everything.
    """
    asked = [_ask(connection, given) for given in each]
    return [
        replace(given.trying(), few=True) if answer is not None and answer.scalar_one() else given
        for given, answer in zip(each, asked, strict=True)
    ]


def _ask(connection: Link, given: Conditions) -> Answer | None:
    rare = given.trying()
    if not rare.hits:
        return None
    statement = f"SELECT count(*) < :most FROM (SELECT 1 FROM ({rare.together}) hit(of) LIMIT :most) few"
    return ask_planned(connection, text(statement), {**given.values, "most": FEW + 1})
