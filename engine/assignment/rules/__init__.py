"""The rules a diagram may name, a file each; each gives rows (principal key, rule, parameters …)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from designer_export.native import AssignRule

from .chosen import by_choice
from .expression import by_expression
from .field import by_field
from .group import by_group
from .initiator import by_initiator
from .lane import by_lane
from .person import by_person
from .reading import Reason, RuleFailed
from .role import by_college_role, by_role
from .unit_head import by_unit_head

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

__all__ = ["RULES", "Reason", "RuleFailed", "by_lane"]

RULES: dict[str, Callable[[Running, WaitingStep, AssignRule], list[Reason]]] = {
    "initiator": by_initiator,
    "person": by_person,
    "group": by_group,
    "role": by_role,
    "collegeRole": by_college_role,
    "unitHead": by_unit_head,
    "field": by_field,
    "chosen": by_choice,
    "expression": by_expression,
}
