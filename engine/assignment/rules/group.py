"""The members of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from identity.keys import group_key

from .reading import Reason

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def by_group(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Whoever is in a group as long as the task is open: membership follows the group."""
    return [(group_key(rule.value), "group")] if rule.value else []
