"""A default flow leaves the node that names it, and is taken without a condition (BPMN 2.0.2, 8.4.13)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import ACTIVITIES

ID = "default-flow"
_CHOOSING = ACTIVITIES | {"exclusiveGateway", "inclusiveGateway", "complexGateway"}


def check(model: Model) -> Iterator[Finding]:
    """Refuse a default of what chooses nothing, or that leaves another node; tell of one with a condition."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            default = node.get("default")
            if not default:
                continue
            if local(node) not in _CHOOSING:
                yield finding(ID, "refused", node, case="host", attribute="default", target=default)
                continue
            flow = next((flow for flow in scope.outgoing.get(name, ()) if flow.id == default), None)
            if flow is None:
                yield finding(ID, "refused", node, attribute="default", target=default)
            elif flow.condition:
                yield finding(ID, "changed", flow.element, case="condition")
            elif local(node) in ACTIVITIES and not any(one.condition for one in scope.outgoing[name]):
                # Only where some condition is asked can none of them hold.
                yield finding(ID, "advice", flow.element, case="never")
