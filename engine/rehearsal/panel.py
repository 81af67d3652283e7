"""Who signs at countersign steps of a rehearsal: two people without names, whose votes count as anybody's."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine import ballot, steering
from engine.countersigning import VOTE
from engine.execution import Execution, WaitingStep

from .subject import Subject

_SIGNERS = 2


class Panel:
    """The port by which an execution asks who signs, and whether they have decided.

    Attributes
    ----------
    execution
        Set as soon as there is one.
    """

    execution: Execution

    def __init__(self, subject: Subject, now: datetime) -> None:
        self._subject = subject
        self._now = now

    def members(self, element: str, token: int) -> list[dict[str, Any]]:
        """Give as many tags as people sign."""
        return [{} for _ in range(_SIGNERS)]

    def decided(self, element: str, token: int, signed: tuple[Any, ...], total: int, last: bool) -> bool:
        """Look whether the votes decide the step; if so, its outcome is written where its flows look."""
        step = self._subject.step(element)
        if step.countersign is None:
            return last
        votes = Counter(tag[VOTE] for tag in signed if isinstance(tag, Mapping) and VOTE in tag)
        if not (last or ballot.is_decided(step.countersign, step.outcomes, votes, total)):
            return False
        outcome = ballot.result(step.countersign, step.outcomes, votes, total)
        facts = {"counts": dict(votes), "total": total}
        steering.write(self.execution, self._now, element, token, outcome, facts)
        return True

    def is_vote(self, step: WaitingStep) -> bool:
        """Tell whether an open step is one vote of several."""
        rule = self._subject.step(step.element).countersign
        return rule is not None and (rule.policy != "any" or self.execution.is_one_of_several(step.token))

    def vote(self, token: int, outcome: str) -> None:
        """Keep a vote with its item."""
        self.execution.tag(token, {VOTE: outcome})
