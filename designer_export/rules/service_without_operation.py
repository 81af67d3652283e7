"""A service task names the operation that it calls, a business rule task its decision or an operation."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.native import extension

ID = "service-without-operation"

_BY_PEOPLE = Repair("make-user-step", automatic=True)
_RULES = frozenset({"businessRuleTask", "globalBusinessRuleTask"})


def check(model: Model) -> Iterator[Finding]:
    """Ask for the operation of a service task, and for the decision of a business rule task."""
    for element in model.running:
        if element.get("id", "") in model.operations:
            continue
        if local(element) == "serviceTask":
            yield finding(ID, "complete", element, repair=_BY_PEOPLE)
        elif local(element) in _RULES and extension(element, "decision") is None:
            repair = _BY_PEOPLE if local(element) == "businessRuleTask" else None
            yield finding(ID, "complete", element, case="decision", repair=repair)
