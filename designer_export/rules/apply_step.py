"""A service begins with one step of the initiator (contract of `start_process`)."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "apply-step"


def check(model: Model) -> Iterator[Finding]:
    """Ask for exactly one apply step where people begin the service by hand, given to the initiator."""
    handled = _handled_by_people(model)
    applying = [step for step in model.steps.values() if step.apply and step.id in model.by_id]
    if handled and not applying:
        if model.runs_elsewhere(handled[0]):
            yield finding(ID, "changed", handled[0], case="without")
        else:
            repair = Repair("add-apply", automatic=True)
            yield finding(ID, "complete", handled[0], case="none", repair=repair)
    for step in applying[1:]:
        repair = Repair("drop-apply", automatic=False)
        yield finding(ID, "complete", model.by_id[step.id][0], case="several", repair=repair)
    for step in applying[:1]:
        if any(rule.rule != "initiator" for rule in step.assign):
            repair = Repair("assign-initiator", automatic=False)
            yield finding(ID, "complete", model.by_id[step.id][0], case="other", repair=repair)


def _handled_by_people(model: Model) -> list[etree._Element]:
    """Steps of the process that people begin; there is none if only events begin the service."""
    processes = [scope for scope in model.scopes if local(scope.element) == "process" and scope.nodes]
    by_hand = [scope for scope in processes if scope.entries and scope.element.get("id") not in model.called]
    if processes and not by_hand:
        return []
    steps = [model.by_id[name][0] for name in model.steps if name in model.by_id]
    begun = by_hand[0].element if by_hand else model.root
    return [step for step in steps if begun in step.iterancestors()]
