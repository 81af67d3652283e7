"""The people whom the form names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule

from .reading import Reason, people_in, value_at

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def by_field(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """The people in a field of the form, by id or number; one, several, or a column of repeating rows."""
    field = rule.of or ""
    return people_in(running, value_at(running, step, field), "field", field)
