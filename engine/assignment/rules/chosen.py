"""The people whom the initiator chose at the start, or the handler before."""

from designer_export.native import AssignRule
from engine.assignment.situation import Situation

from .reading import Reason, people_in


def by_choice(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Whoever was chosen for the step; kept with the step of whoever chose.

    Raises
    ------
    Invalid
        Nobody was chosen by who is sending his step now, and must be.
    """
    found = situation.choose(rule)
    return people_in(situation, list(found.people), "chosen", str(found.by)) if found else []
