"""Who undoes what: an association leads from a boundary event to one activity (BPMN 2.0.2, 10.7)."""

from collections.abc import Iterator

from designer_export.drawings import weight
from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_handler
from designer_export.scopes import Scope

ID = "compensation-handler"


def check(model: Model) -> Iterator[Finding]:
    """Refuse events of compensation without their one handler, and handlers that stand in the flow."""
    for scope in model.scopes:
        named: set[str] = set()
        for name, node in scope.nodes.items():
            if local(node) == "boundaryEvent" and "compensate" in scope.kinds(name):
                if scope.outgoing.get(name):
                    yield finding(ID, "refused", node, case="leads_on")
                handlers = _handlers(scope, name)
                named |= set(handlers)
                if len(handlers) != 1:
                    level = "refused" if handlers else weight(node)
                    repair = Repair("add-handler", automatic=True) if level == "complete" else None
                    yield finding(ID, level, node, repair=repair, found=len(handlers))
                elif not is_handler(scope.nodes[handlers[0]]):
                    target = scope.nodes[handlers[0]]
                    yield finding(ID, "refused", target, case="unmarked", attribute="isForCompensation")
        yield from _activities(scope, named)


def _handlers(scope: Scope, event: str) -> list[str]:
    associations = scope.element.iterchildren(bpmn("association"))
    return [
        item.get("targetRef", "")
        for item in associations
        if item.get("sourceRef") == event and item.get("targetRef") in scope.nodes
    ]


def _activities(scope: Scope, named: set[str]) -> Iterator[Finding]:
    for name, node in scope.nodes.items():
        if not is_handler(node):
            continue
        if scope.incoming.get(name) or scope.outgoing.get(name):
            yield finding(ID, "refused", node, case="flows")
        elif name not in named:
            yield finding(ID, "advice", node, case="unused")
