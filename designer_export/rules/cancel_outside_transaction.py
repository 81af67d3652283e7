"""Only a transaction is cancelled: by an end event, left by an event at its border (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.scopes import Scope

ID = "cancel-outside-transaction"


def check(model: Model) -> Iterator[Finding]:
    """Refuse cancel events elsewhere; advise a border event where a transaction is cancelled."""
    left = {
        scope.nodes[host].get("id")
        for scope in model.scopes
        for host, events in scope.boundaries.items()
        if host in scope.nodes and any("cancel" in scope.kinds(name) for name in events)
    }
    for scope in model.scopes:
        cancelling = [name for name in scope.nodes if "cancel" in scope.kinds(name)]
        yield from _misplaced(scope, cancelling)
        ends = [name for name in cancelling if local(scope.nodes[name]) == "endEvent"]
        if ends and local(scope.element) == "transaction" and scope.element.get("id") not in left:
            yield finding(ID, "advice", scope.element, case="border", path=(ends[0],))


def _misplaced(scope: Scope, cancelling: list[str]) -> Iterator[Finding]:
    for name in cancelling:
        node = scope.nodes[name]
        host = scope.nodes.get(node.get("attachedToRef", ""))
        within = scope.element if local(node) == "endEvent" else host
        if within is not None and local(within) != "transaction":
            yield finding(ID, "refused", node)
