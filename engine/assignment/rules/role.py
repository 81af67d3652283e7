"""Those who hold a role: at a unit, or within the initiator's college."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from identity import directory
from identity.keys import role_key

from .reading import Reason, unit_of

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

COLLEGE = "college"


def by_role(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at a unit."""
    unit_id, role = unit_of(running, step, rule), rule.role or rule.value
    return [(role_key(role, unit_id), "role")] if unit_id and role else []


def by_college_role(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at the nearest college upwards from the initiator's unit.

    Where no college stands above (a department of the administration), at the nearest unit where somebody
    holds it.
    """
    unit_id = unit_of(running, step, rule)
    if unit_id is None or not rule.role:
        return []
    college = directory.unit_of_kind(running.uow, unit_id, COLLEGE)
    if college is None:
        held = directory.units_holding(running.uow, unit_id, rule.role)
        college = held[0] if held else None
    return [(role_key(rule.role, college.id), "collegeRole")] if college else []
