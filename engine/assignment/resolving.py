"""From the rules of a step to principals with a reason each; never to nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from designer_export.native import AssignRule
from engine import handlers
from identity import directory
from identity.keys import person_key
from identity.refs import PersonRef

from . import policies
from .people import People, people_behind
from .rules import Reason, by_lane, by_rule
from .situation import RuleFailed, at
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
    verdict, people = _named(running, step, may_skip=may_skip)
    if people is None:
        return verdict
    return _with_substitutes(
        running, step, verdict.reasons, people, may_skip=_may_skip(running, step, may_skip)
    )


def members(running: Running, step: WaitingStep) -> tuple[Reason, ...]:
    """Give a reason for each active person behind the rules of a step, each once, in their order.

    Policies and substitutes are no matter here: they are asked for each of them, when his task is made.
    """
    reasons, _ = _by_diagram(running, step)
    people = people_behind(running, [reason[0] for reason in reasons])
    found: dict[int, Reason] = {}
    for reason in reasons:
        for one in people.behind.get(reason[0], ()):
            is_named = reason[0] == person_key(one)
            found.setdefault(one, reason if is_named else (person_key(one), "member", reason[0]))
    # Looked up together: each item asks for his own.
    people_behind(running, [reason[0] for reason in found.values()])
    return tuple(found.values())


def _named(running: Running, step: WaitingStep, *, may_skip: bool) -> tuple[Verdict, People | None]:
    """Ask the rules and policies; the people are None where nobody may stand in."""
    settings = running.deployed.step(step.element)
    by_hand = handlers.chosen(step)
    may_skip = _may_skip(running, step, may_skip)
    reasons, sound = (list(by_hand), True) if by_hand else _by_diagram(running, step)
    people = people_behind(running, [reason[0] for reason in reasons])
    if settings.policy.initiator != "keep" and not by_hand and not settings.apply:
        if settings.policy.initiator == "skip" and may_skip and policies.alone(running, people):
            return Verdict(skip=Skip("initiator", policies.passing(settings).id)), None
        if settings.policy.initiator == "head" and running.facts.initiator_id in people.all:
            reasons = policies.without_initiator(running, reasons, people)
            people = people_behind(running, [reason[0] for reason in reasons])
    if not people.all:
        # A mistake in an expression is nobody's wish to pass the step over.
        return policies.for_nobody(running, settings, may_skip=may_skip and sound), None
    return Verdict(tuple(reasons)), None if settings.apply else people


def _may_skip(running: Running, step: WaitingStep, may_skip: bool) -> bool:
    settings = running.deployed.step(step.element)
    return may_skip and not handlers.chosen(step) and step.sign is None and not settings.apply


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


def by_rules(running: Running, step: WaitingStep, rules: Iterable[AssignRule]) -> list[Reason]:
    """Give whom some rules name at a step, active or not, each reason once; they add up.

    What cannot be worked out is told in the record.
    """
    return _added_up(running, step, rules)[0]


def people_of(running: Running, step: WaitingStep, rules: Iterable[AssignRule]) -> tuple[PersonRef, ...]:
    """Give the active people whom rules name at a step, each once; nobody may be the answer."""
    reasons = by_rules(running, step, rules)
    return directory.expand(running.uow, [reason[0] for reason in reasons]) if reasons else ()


def _by_diagram(running: Running, step: WaitingStep) -> tuple[list[Reason], bool]:
    """Give what a step says itself, else what its lane says, and whether all of it could be worked out.

    A member of a countersign step is the one whom the rules named when it was entered.
    """
    if (member := handlers.member_of(step)) is not None:
        return [member], True
    rules = running.deployed.step(step.element).assign
    return _added_up(running, step, rules) if rules else (by_lane(at(running, step)), True)


def _added_up(running: Running, step: WaitingStep, rules: Iterable[AssignRule]) -> tuple[list[Reason], bool]:
    situation, sound = at(running, step), True
    found: list[Reason] = []
    for rule in rules:
        try:
            found += by_rule(situation, rule)
        except RuleFailed:
            sound = False
            running.note("incident", element=step.element, outcome="assignment")
    return list(dict.fromkeys(found)), sound
