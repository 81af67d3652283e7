"""A policy says all that it needs, and passes over no step that must be filled in."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.native import StepSettings

ID = "policy-incomplete"


def check(model: Model) -> Iterator[Finding]:
    """Refuse policies without their person, with outcomes that are none, and skips of required fields."""
    for name, step in model.steps.items():
        if name in model.by_id:
            yield from _check(model.by_id[name][0], step)


def _check(node: etree._Element, step: StepSettings) -> Iterator[Finding]:
    policy = step.policy
    if policy.nobody == "person" and not policy.person:
        yield finding(ID, "refused", node, case="person")
    outcomes = [outcome.id for outcome in step.outcomes]
    if policy.outcome and policy.outcome not in outcomes:
        yield finding(ID, "refused", node, case="outcome", outcome=policy.outcome, known=", ".join(outcomes))
    for pointer in sorted(step.access.required) if policy.skips else ():
        yield finding(ID, "refused", node, case="required", pointer=pointer)
