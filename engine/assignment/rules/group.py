"""The members of a group."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from identity.keys import group_key

from .reading import Reason


def by_group(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever is in a group as long as the task is open: membership follows the group."""
    return [(group_key(rule.value), "group")] if rule.value else []
