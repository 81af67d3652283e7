"""Rows of ``ordered_value``: what of an instance can be asked for from something to something.

They only lead to instances, quickly: ``instance.fields`` is what holds. A row too many is found out there; a
row too few would hide an instance, so that whoever writes those values writes these with them.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import text

from db.unit_of_work import UnitOfWork

_KEEP = text(
    "WITH given AS (SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS bigint[]),"
    " CAST(:places AS int[]), CAST(:numbers AS numeric[]), CAST(:words AS text[]))"
    " AS g(instance_id, definition_id, place, number, word)),"
    " gone AS (DELETE FROM ordered_value v WHERE v.instance_id = ANY(CAST(:of AS uuid[])) AND NOT EXISTS"
    " (SELECT FROM given g WHERE g.instance_id = v.instance_id AND g.place = v.place))"
    " INSERT INTO ordered_value AS v (instance_id, definition_id, place, number, word)"
    " SELECT instance_id, definition_id, place, number, word FROM given"
    " ON CONFLICT (instance_id, place) DO UPDATE SET definition_id = excluded.definition_id,"
    " number = excluded.number, word = excluded.word WHERE (v.definition_id, v.number, v.word)"
    " IS DISTINCT FROM (excluded.definition_id, excluded.number, excluded.word)"
)


@dataclass(frozen=True, slots=True)
class OrderedValue:
    """A number or a day at a place of ``instance.fields``; the other one is None."""

    instance_id: uuid.UUID
    definition_id: int
    place: int
    number: Decimal | None
    word: str | None


def keep(uow: UnitOfWork, instances: Sequence[uuid.UUID], values: Sequence[OrderedValue]) -> None:
    """Keep all that some instances have, instead of what they had."""
    asked = {
        "of": list(instances),
        "ids": [one.instance_id for one in values],
        "versions": [one.definition_id for one in values],
        "places": [one.place for one in values],
        "numbers": [one.number for one in values],
        "words": [one.word for one in values],
    }
    uow.execute(_KEEP, asked)
