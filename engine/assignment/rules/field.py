"""The people whom the form names."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation

from .reading import Reason, people_in, value_at


def by_field(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The people in a field of the form, by id or number; one, several, or a column of repeating rows."""
    field = rule.of or ""
    return people_in(situation, value_at(situation, field), "field", field)
