"""The people whom a lane names, where the step itself says nothing."""

from __future__ import annotations

from collections.abc import Callable

from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from identity import directory

from .group import by_group
from .reading import Reason
from .role import by_college_role
from .unit_head import by_unit_head

_MEANT: dict[str, Callable[[Situation, AssignRule], list[Reason]]] = {
    "group": by_group,
    "role": by_college_role,
    "unit": by_unit_head,
}


def by_lane(situation: Situation) -> list[Reason]:
    """Give whom the step's lane names; none if it is called like no group, role or unit.

    A group's name means its members, a role's its holders in the initiator's college, a unit's its head.
    """
    place = directory.place_named(situation.link, situation.lane) if situation.lane else None
    if place is None:
        return []
    rule = AssignRule(
        "lane",
        of=place.key if place.sort == "unit" else None,
        value=place.key if place.sort == "group" else None,
        role=place.key if place.sort == "role" else None,
    )
    found = _MEANT[place.sort](situation, rule)
    return [(reason[0], "lane", situation.lane or "") for reason in found]
