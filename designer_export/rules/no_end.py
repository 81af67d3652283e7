"""A process can end (BPMN 2.0.2, 10.5.3)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "no-end"


def check(model: Model) -> Iterator[Finding]:
    """Ask for an end where everything leads on for ever; advise one where it is only implied."""
    repair = Repair("add-end", automatic=True)
    for scope in model.scopes:
        if not scope.nodes or any(local(node) == "endEvent" for node in scope.nodes.values()):
            continue
        if scope.element.tag.endswith("adHocSubProcess"):
            continue
        if all(scope.outgoing.get(name) for name in scope.nodes):
            yield finding(ID, "complete", scope.element)
        else:
            yield finding(ID, "advice", scope.element, case="implied", repair=repair)
