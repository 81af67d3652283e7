"""The people whom a lane names, where the step itself says nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from identity import directory

from .group import by_group
from .reading import Reason
from .role import by_college_role
from .unit_head import by_unit_head

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

_MEANT: dict[str, Callable[[Running, WaitingStep, AssignRule], list[Reason]]] = {
    "group": by_group,
    "role": by_college_role,
    "unit": by_unit_head,
}


def by_lane(running: Running, step: WaitingStep) -> list[Reason]:
    """A lane called like a group means its members, like a role its holders around the initiator, like a unit its head.

    Any other lane names nobody.
    """
    place = directory.place_named(running.uow, step.lane) if step.lane else None
    if place is None:
        return []
    rule = AssignRule(
        "lane",
        of=place.key if place.sort == "unit" else None,
        value=place.key if place.sort == "group" else None,
        role=place.key if place.sort == "role" else None,
    )
    found = _MEANT[place.sort](running, step, rule)
    return [(reason[0], "lane", step.lane or "") for reason in found]
