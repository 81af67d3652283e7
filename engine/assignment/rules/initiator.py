"""Whoever started the matter."""

from __future__ import annotations

from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from identity.keys import person_key

from .reading import Reason


def by_initiator(situation: Situation, rule: AssignRule) -> list[Reason]:
    """The person who started the instance."""
    return [(person_key(situation.initiator_id), "initiator")]
