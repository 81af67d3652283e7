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
MANY: Final = 20_000
"""Of more than so many, walking from the newest soon meets a page full."""


def looked_up(connection: Link, each: Sequence[Conditions]) -> list[Conditions]:
    """Replace the statements of what is rare by the ids that they give, where these are few.

    PostgreSQL guesses how many rows such a statement gives, and is wrong by powers of ten when somebody
    has handled nothing, or half of everything. What was only tried is rare if it is not many.
    """
    asked = [_ask(connection, given) for given in each]
    return [_with(given, answer) for given, answer in zip(each, asked, strict=True)]


def _ask(connection: Link, given: Conditions) -> Answer | None:
    rare = _with_tries(given)
    if not rare.hits:
        return None
    # Many are not worth their way: only that they are many is told.
    statement = text(
        "SELECT CASE WHEN count(*) <= :few THEN coalesce(array_agg(of), '{}') END AS ids, count(*) AS found"
        f" FROM (SELECT hit.of FROM ({rare.together}) hit(of) LIMIT :most) rare"
    )
    most = MANY if given.tries else FEW
    return ask_planned(connection, statement, {**given.values, "few": FEW, "most": most + 1})


def _with(given: Conditions, answer: Answer | None) -> Conditions:
    if answer is None:
        return given
    row = answer.one()
    if row.ids is not None:
        return replace(given, hits=[], few=row.ids, values={**given.values, "few": row.ids})
    return _with_tries(given) if given.tries and row.found <= MANY else given


def _with_tries(given: Conditions) -> Conditions:
    return replace(given, hits=[*given.hits, *given.tries])
