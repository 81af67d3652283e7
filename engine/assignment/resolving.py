"""From the rules of a step to principals with a reason each; never to nobody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine import handlers
from identity import directory
from identity.capabilities import INSTANCE_MEND

from .rules import RULES, Reason

if TYPE_CHECKING:
    from designer_export.native import AssignRule
    from engine.execution import WaitingStep
    from engine.running import Running


def resolve(running: Running, step: WaitingStep) -> tuple[Reason, ...]:
    """Give who may handle the task now being made for ``step``.

    Returns
    -------
    tuple
        Rows ``(principal key, rule, …)``: the rule and its parameters say why, in the record and
        on the page. Whom an operation has chosen comes before the rules. If they name nobody who
        is still active, those who may mend instances get the task, with the reason ``nobody``: a
        task is never lost.
    """
    reasons = list(handlers.chosen(step)) or by_rules(
        running, step, running.deployed.step(step.element).assign
    )
    connection = running.uow
    keys = [reason[0] for reason in reasons]
    if keys and (running.present.issuperset(keys) or directory.expand(connection, keys)):
        return tuple(reasons)
    return tuple((key, "nobody") for key in directory.granted(connection, INSTANCE_MEND))


def by_rules(running: Running, step: WaitingStep, rules: Iterable[AssignRule]) -> list[Reason]:
    """Give whom some rules name at a step, active or not; they add up."""
    found: list[Reason] = []
    for rule in rules:
        found.extend(RULES[rule.rule](running, step, rule))
    return found
