"""Those who hold a role: at a unit, or within the initiator's college."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from identity import directory
from identity.keys import role_key

from .reading import Reason, unit_of

COLLEGE = "college"


def by_role(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at a unit."""
    unit_id, role = unit_of(situation, rule), rule.role or rule.value
    return [(role_key(role, unit_id), "role")] if unit_id and role else []


def by_college_role(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever holds a role at the nearest college upwards from the initiator's unit.

    Where no college stands above (a department of the administration), at the nearest unit where somebody
    holds it.
    """
    unit_id = unit_of(situation, rule)
    if unit_id is None or not rule.role:
        return []
    college = directory.unit_of_kind(situation.link, unit_id, COLLEGE)
    if college is None:
        held = directory.units_holding(situation.link, unit_id, rule.role)
        college = held[0] if held else None
    return [(role_key(rule.role, college.id), "collegeRole")] if college else []
