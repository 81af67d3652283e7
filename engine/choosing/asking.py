"""Whom somebody is asked to choose when he completes a step: for which steps, and from whom."""

from dataclasses import dataclass

from designer_export.native import AssignRule, StepSettings
from engine.definitions import Deployed

from .following import next_steps

_OTHERWISE = ("skip", "person")


@dataclass(frozen=True, slots=True)
class Ask:
    """A step whose handlers are to be chosen.

    Attributes
    ----------
    required
        Whether somebody must be chosen; of a later step: if the matter leads there now.
    """

    element: str
    name: str
    rule: AssignRule
    required: bool


def asked_at(deployed: Deployed, element: str) -> tuple[Ask, ...]:
    """Give the choices that go with completing a step, in the order of the file."""
    if not deployed.choices:
        return ()
    is_apply = deployed.step(element).apply
    following = next_steps(deployed, element)
    return tuple(
        Ask(name, deployed.step_name(name), rule, required(deployed.step(name)))
        for name, rule in deployed.choices.items()
        if (name in following if rule.by == "previous" else is_apply)
    )


def may_choose(deployed: Deployed, element: str, chosen: str) -> AssignRule | None:
    """Give the rule by which who completes `element` may choose who handles the step `chosen`, or None."""
    rule = deployed.choices.get(chosen)
    if rule is None or (rule.by == "initiator" and not deployed.step(element).apply):
        return None
    return rule


def required(step: StepSettings) -> bool:
    """Whether somebody must be chosen for a step: not where its policy knows what to do without."""
    return step.policy.nobody not in _OTHERWISE
