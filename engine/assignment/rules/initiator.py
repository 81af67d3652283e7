"""Whoever started the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from identity.keys import person_key

from .reading import Reason

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def by_initiator(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """The person who started the instance."""
    return [(person_key(running.facts.initiator_id), "initiator")]
