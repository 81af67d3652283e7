"""What a rule may look at: the same for a task that is being made and for one that is only foreseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.link import Link
from designer_export.native import AssignRule
from engine import helpers
from engine.choosing import Choice, choice_for, required
from engine.errors import Invalid
from expressions.names import names_of
from expressions.sandbox import ExpressionError
from forms.validation import FieldError

if TYPE_CHECKING:
    from engine.definitions import Deployed
    from engine.execution import WaitingStep
    from engine.running import Running


class RuleFailed(Exception):
    """A rule could not be worked out: a designer's mistake, or nothing to be foreseen."""


def _not_known(_: Any) -> Any:
    raise RuleFailed("not known yet")


@dataclass(frozen=True, slots=True)
class Situation:
    """A step of a matter.

    Attributes
    ----------
    read
        Gives a variable as it is seen at the step (an item of a multi-instance has variables of its own),
        None if there is none. A forecast raises for what is not decided yet.
    evaluate
        Gives the value of an expression there, or raises `RuleFailed`.
    choose
        Gives whom somebody chose for the step, None if nobody was chosen.
    lane
        The lane that the step stands in.
    """

    link: Link
    deployed: Deployed
    initiator_id: int
    unit_id: int | None
    read: Callable[[str], Any]
    evaluate: Callable[[str], Any] = _not_known
    choose: Callable[[AssignRule], Choice | None] = _not_known
    lane: str | None = None


def at(running: Running, step: WaitingStep) -> Situation:
    """Give the situation of a task that is being made."""
    facts, execution = running.facts, running.execution
    return Situation(
        running.uow,
        running.deployed,
        facts.initiator_id,
        facts.unit_id,
        lambda name: execution.find(name, step.token),
        lambda source: _evaluate(running, step, source),
        lambda rule: _choice(running, step, rule),
        step.lane,
    )


def _evaluate(running: Running, step: WaitingStep, source: str) -> Any:
    names = {**helpers.functions(running.now), **running.execution.variables(step.token)}
    try:
        wanted = names_of(source)
        return running.rt.sandbox.evaluate(source, {name: names[name] for name in wanted if name in names})
    except ExpressionError as problem:
        raise RuleFailed(str(problem)) from problem


def _choice(running: Running, step: WaitingStep, rule: AssignRule) -> Choice | None:
    """Look for the choice; whoever is sending his step just now is told if he must make it."""
    found = choice_for(running.execution, step)
    must = rule.by == "previous" and required(running.deployed.step(step.element))
    if found is None and must and running.submitted:
        raise Invalid([FieldError(f"/chosen/{step.element}", "required", {})])
    return found
