"""会签: several people sign at one step, and their votes together are its outcome.

Each has an item of his own of the step's multi-instance. His vote is kept with the token of his item, so
whatever undoes, withdraws or removes the item takes the vote along; nothing is counted in variables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from designer_export.native import DEFAULT_LANG, Countersign

from . import assignment, ballot, handlers, steering
from .execution import WaitingStep
from .outcomes import outcomes_of

if TYPE_CHECKING:
    from .running import Running

VOTE = "vote"
SYMBOL = " · "


@dataclass(frozen=True, slots=True)
class Counted:
    """What a countersign step has come to; ``token`` is that of the whole."""

    token: int
    element: str
    outcome: str
    votes: Counter[str]
    total: int


class Panel:
    """The port by which an execution asks who signs, and whether they have decided."""

    def __init__(self, running: Running) -> None:
        self._running = running

    def members(self, element: str, token: int) -> list[dict[str, Any]]:
        """Give a tag for each person whom the rules of the step name.

        Where they name nobody there is one item, of which the step's policy says what becomes.
        """
        step = WaitingStep(token, element, None, self._running.deployed.lane_of(element))
        found = assignment.members(self._running, step)
        return [{handlers.MEMBER: list(reason)} for reason in found] or [{}]

    def decided(self, element: str, token: int, signed: tuple[Any, ...], total: int, last: bool) -> bool:
        """Look whether the votes decide the step; if so, its outcome is written where its flows look."""
        running = self._running
        rule, outcomes = rule_of(running, element), outcomes_of(running.deployed, element)
        votes = Counter(tag[VOTE] for tag in signed if isinstance(tag, Mapping) and VOTE in tag)
        if not (last or ballot.is_decided(rule, outcomes, votes, total)):
            return False
        counted = Counted(token, element, ballot.result(rule, outcomes, votes, total), votes, total)
        counts = {"counts": dict(votes), "total": total}
        steering.steer(running, element, token, counted.outcome, counts)
        running.counted.append(counted)
        return True


def rule_of(running: Running, element: str) -> Countersign:
    """Give how a step counts; one that says nothing asks for everybody."""
    return running.deployed.step(element).countersign or Countersign("all")


def is_counted(running: Running, step: WaitingStep) -> bool:
    """Tell whether an open step is one vote of several."""
    rule = running.deployed.step(step.element).countersign
    return rule is not None and (rule.policy != "any" or running.execution.is_one_of_several(step.token))


def vote(running: Running, step: WaitingStep, outcome: str) -> None:
    """Keep a vote with the item that it is for: an added signer who has the last word votes for his host."""
    token = step.host if step.sign else step.token
    tag = running.execution.tag_of(token)
    running.execution.tag(token, {**(tag if isinstance(tag, Mapping) else {}), VOTE: outcome})


def note(running: Running) -> None:
    """Let the record tell what was decided; a step that failed as it ended has decided nothing yet."""
    failed = {failure.token for failure in running.execution.failures} if running.counted else ()
    for counted in running.counted:
        if counted.token not in failed:
            running.note(
                "countersign",
                element=counted.element,
                outcome=counted.outcome,
                words=_words(running, counted),
            )
    running.counted.clear()


def _words(running: Running, counted: Counted) -> str:
    """Tell the votes in the diagram's own words: ``通过 3 · 不通过 1 · 4/5``."""
    outcomes = outcomes_of(running.deployed, counted.element)
    told = [
        f"{one.text.get(DEFAULT_LANG) or one.id} {counted.votes[one.id]}"
        for one in outcomes
        if counted.votes[one.id]
    ]
    return SYMBOL.join([*told, f"{counted.votes.total()}/{counted.total}"])
