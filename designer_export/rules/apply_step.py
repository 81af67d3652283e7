"""A service begins with one step of the initiator (contract of `start_process`)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "apply-step"


def check(model: Model) -> Iterator[Finding]:
    """Ask for exactly one apply step where people handle something, given to the initiator."""
    applying = [step for step in model.steps.values() if step.apply and step.id in model.by_id]
    if model.steps and not applying:
        first = next(iter(model.steps))
        yield finding(
            ID, "complete", model.by_id[first][0] if first in model.by_id else model.root, case="none"
        )
    for step in applying[1:]:
        yield finding(ID, "complete", model.by_id[step.id][0], case="several")
    for step in applying[:1]:
        if any(rule.rule != "initiator" for rule in step.assign):
            yield finding(ID, "complete", model.by_id[step.id][0], case="other")
