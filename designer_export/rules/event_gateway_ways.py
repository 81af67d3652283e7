"""An event-based gateway decides between events: it has at least two ways (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "event-gateway-ways"


def check(model: Model) -> Iterator[Finding]:
    """Refuse a gateway with a single way; of one without any `gateway-without-flow` speaks."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            if local(node) == "eventBasedGateway" and len(scope.outgoing.get(name, ())) == 1:
                yield finding(ID, "refused", node)
