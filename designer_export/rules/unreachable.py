"""Every step can be reached from a start."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.scopes import Scope

ID = "unreachable"


_ALONE = frozenset({"adHocSubProcess"})


def check(model: Model) -> Iterator[Finding]:
    """Ask for a way to nodes that nothing leads to."""
    for scope in model.scopes:
        if local(scope.element) in _ALONE:
            continue
        reached = _reached(scope)
        for name, node in scope.nodes.items():
            if name not in reached:
                yield finding(ID, "complete", node)


def _reached(scope: Scope) -> set[str]:
    attached: dict[str, list[str]] = {}
    for name, node in scope.nodes.items():
        attached.setdefault(node.get("attachedToRef", ""), []).append(name)
    pending = list(scope.starts or scope.entries)
    pending += [name for name, node in scope.nodes.items() if _beside(node)]
    reached: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += [flow.target for flow in scope.outgoing.get(name, ())]
            pending += attached.get(name, [])
    return reached


def _beside(node: etree._Element) -> bool:
    """Tell whether a node is entered without a flow: event sub-processes, compensation, catching links."""
    if node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true":
        return True
    return any(local(child) == "linkEventDefinition" for child in node)
