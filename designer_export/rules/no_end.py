"""A process can end (BPMN 2.0.2, 10.5.3)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_beside
from designer_export.scopes import Scope

ID = "no-end"


def check(model: Model) -> Iterator[Finding]:
    """Ask for an end where everything leads on for ever; advise one where it is only implied."""
    repair = Repair("add-end", automatic=True)
    for scope in model.scopes:
        if not scope.nodes or any(local(node) == "endEvent" for node in scope.nodes.values()):
            continue
        if local(scope.element) == "adHocSubProcess":
            continue
        if all(_leads_on(scope, name) for name in scope.nodes):
            beside = all(is_beside(node) for node in scope.nodes.values())
            yield finding(ID, "complete", scope.element, repair=repair if beside else None)
        else:
            yield finding(ID, "advice", scope.element, case="implied", repair=repair)


def _leads_on(scope: Scope, name: str) -> bool:
    """Tell whether a token does not end here; what stands beside the flow sees none."""
    beside = is_beside(scope.nodes[name]) or "compensate" in scope.kinds(name)
    return bool(scope.outgoing.get(name)) or name in scope.jumps or beside
