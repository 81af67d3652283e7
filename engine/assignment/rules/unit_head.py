"""The heads above somebody, or of a unit."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from identity import directory
from identity.keys import role_key

from .reading import INITIATOR, Reason, unit_of

HEAD = "head"


def by_unit_head(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The head of a unit, the n-th one upwards, or all of them up to the n-th.

    Vacant posts are passed over and not counted. Above the highest head there is nobody; of "all up to the
    n-th" there are then fewer.
    """
    unit_id = unit_of(situation, rule)
    if unit_id is None:
        return []
    headed = directory.units_holding(situation.link, unit_id, HEAD)
    levels = range(rule.up_to) if rule.up_to else range(rule.level - 1, rule.level)
    of = [] if rule.of in (None, INITIATOR) else [str(rule.of)]
    return [
        (role_key(HEAD, headed[level].id), "unitHead", *_which(level + 1, of))
        for level in levels
        if level < len(headed)
    ]


def _which(level: int, of: list[str]) -> list[str]:
    return [str(level), *of] if level > 1 or of else []
