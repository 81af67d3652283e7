"""The rules a diagram may name, a file each; each gives rows (principal key, rule, parameters …)."""

from collections.abc import Callable

from designer_export.native import AssignRule
from engine.assignment.situation import Situation

from .chosen import by_choice
from .expression import by_expression
from .field import by_field
from .group import by_group
from .initiator import by_initiator
from .lane import by_lane
from .person import by_person
from .reading import Reason
from .role import by_college_role, by_role
from .unit_head import by_unit_head

__all__ = ["RULES", "Reason", "by_lane", "by_rule"]

RULES: dict[str, Callable[[Situation, AssignRule], list[Reason]]] = {
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


def by_rule(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Give whom one rule names.

    Raises
    ------
    RuleFailed
        It cannot be worked out.
    """
    return RULES[rule.rule](situation, rule)
