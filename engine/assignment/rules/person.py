"""People whom the diagram names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule

from .reading import Reason, people_in

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def by_person(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """People named by number, one or several; whoever has left is left out."""
    return people_in(running, rule.value, "person")
