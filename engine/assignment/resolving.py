"""From the rules of a step to principals with a reason each; never to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine import handlers

from . import policies
from .people import People, people_behind
from .rules import RULES, Reason, RuleFailed, by_lane
from .substitutes import stand_in
from .verdict import Skip, Verdict

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running


def resolve(running: Running, step: WaitingStep, *, may_skip: bool = True) -> Verdict:
    """Say who may handle the task now being made for ``step``, or that nobody need.

    Whom an operation has chosen comes before the rules, and is asked whatever the policies say. If nobody is
    found who is still active, the step's policy decides; without one, those who may mend instances get the
    task, with the reason ``nobody``: a task is never lost.

    Parameters
    ----------
    may_skip
        False where the step must not be passed over, whatever its policy says.

    Raises
    ------
    NobodyToHandle
        See :func:`engine.assignment.policies.for_nobody`.
    Invalid
        See :func:`engine.assignment.rules.chosen.by_choice`.
    """
    settings = running.deployed.step(step.element)
    by_hand = handlers.chosen(step)
    may_skip = may_skip and not by_hand and step.sign is None and not settings.apply
    reasons, sound = (list(by_hand), True) if by_hand else _by_rules(running, step)
    people = people_behind(running, [reason[0] for reason in reasons])
    if settings.policy.initiator != "keep" and not by_hand and not settings.apply:
        if settings.policy.initiator == "skip" and may_skip and policies.alone(running, people):
            return Verdict(skip=Skip("initiator", policies.passing(settings).id))
        if settings.policy.initiator == "head" and running.facts.initiator_id in people.all:
            reasons = policies.without_initiator(running, reasons, people)
            people = people_behind(running, [reason[0] for reason in reasons])
    if not people.all:
        # A mistake in an expression is nobody's wish to pass the step over.
        return policies.for_nobody(running, settings, may_skip=may_skip and sound)
    if settings.apply:
        return Verdict(tuple(reasons))
    return _with_substitutes(running, step, reasons, people, may_skip=may_skip)


def _with_substitutes(
    running: Running, step: WaitingStep, reasons: Sequence[Reason], people: People, *, may_skip: bool
) -> Verdict:
    there = [reason for reason in reasons if people.behind.get(reason[0]) or not reason[0].startswith("p:")]
    found = stand_in(there, people)
    settings = running.deployed.step(step.element)
    if may_skip and settings.policy.repeated == "skip":
        gone = {absent for absent, _ in found.pairs}
        asked = [one for one in sorted(people.all) if one not in gone]
        skip = policies.repeated(running, settings, [*asked, *(instead for _, instead in found.pairs)])
        if skip is not None:
            return Verdict(skip=skip)
    return Verdict(found.reasons, found.pairs)


def _by_rules(running: Running, step: WaitingStep) -> tuple[list[Reason], bool]:
    """Give what the step's rules name, each reason once, and whether all of them could be worked out."""
    rules, sound = running.deployed.step(step.element).assign, True
    found: list[Reason] = [] if rules else by_lane(running, step)
    for rule in rules:
        try:
            found += RULES[rule.rule](running, step, rule)
        except RuleFailed:
            sound = False
            running.note("incident", element=step.element, outcome="assignment")
    return list(dict.fromkeys(found)), sound
