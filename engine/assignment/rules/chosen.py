"""The people whom the initiator chose at the start, or the handler before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from engine.choosing import choice_for, required
from engine.errors import Invalid
from forms.validation import FieldError

from .reading import Reason, people_in

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def by_choice(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever was chosen for the step; kept with the step of whoever chose.

    Raises
    ------
    Invalid
        Nobody was chosen by who is sending his step now, and must be.
    """
    found = choice_for(running.execution, step)
    if found is None:
        if running.submitted and rule.by == "previous" and required(running.deployed.step(step.element)):
            raise Invalid([FieldError(f"/chosen/{step.element}", "required", {})])
        return []
    return people_in(running, list(found.people), "chosen", str(found.by))
