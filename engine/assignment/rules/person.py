"""People whom the diagram names."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation

from .reading import Reason, people_in


def by_person(situation: Situation, rule: AssignRule) -> list[Reason]:
    """People named by number, one or several; whoever has left is left out."""
    return people_in(situation, rule.value, "person")
