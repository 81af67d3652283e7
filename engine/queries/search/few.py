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
    """Replace the statements of what is rare by the ids that they give, where these are few.

    PostgreSQL guesses how many rows such a statement gives, and is wrong by powers of ten when somebody
    has handled nothing, or half of everything.
    """
    asked = [_ask(connection, given) for given in each]
    return [_with(given, answer) for given, answer in zip(each, asked, strict=True)]


def _ask(connection: Link, given: Conditions) -> Answer | None:
    rare = replace(given, hits=[*given.hits, *given.tries])
    if not rare.hits:
        return None
    # Many are not worth their way: only that they are many is told.
    statement = text(
        "SELECT CASE WHEN count(*) < :most THEN coalesce(array_agg(of), '{}') END"
        f" FROM (SELECT hit.of FROM ({rare.together}) hit(of) LIMIT :most) few"
    )
    return ask_planned(connection, statement, {**given.values, "most": FEW + 1})


def _with(given: Conditions, answer: Answer | None) -> Conditions:
    ids = answer.scalar_one() if answer is not None else None
    if ids is None:
        return given
    return replace(given, hits=[], few=ids, values={**given.values, "few": ids})
