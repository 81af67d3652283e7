"""An event-based gateway decides between events: it has at least two ways (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import flag
from designer_export.scopes import Scope

ID = "event-gateway-ways"


def check(model: Model) -> Iterator[Finding]:
    """Refuse a gateway with a single way; of one without any `gateway-without-flow` speaks."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            if local(node) == "eventBasedGateway" and len(scope.outgoing.get(name, ())) == 1:
                yield finding(ID, "refused", node)
            if local(node) == "eventBasedGateway" and _mixes(scope, name):
                yield finding(ID, "advice", node, case="mixed")
            together = node.get("eventGatewayType") == "Parallel" and not flag(node, "instantiate")
            if local(node) == "eventBasedGateway" and together:
                yield finding(ID, "refused", node, case="parallel", attribute="eventGatewayType")


def _mixes(scope: Scope, name: str) -> bool:
    """Tell whether messages are waited for by events and by tasks: BPMN wants one kind, both run here."""
    targets = [flow.target for flow in scope.outgoing.get(name, ())]
    by_event = any("message" in scope.kinds(target) for target in targets)
    return by_event and any(local(scope.nodes[target]) == "receiveTask" for target in targets)
