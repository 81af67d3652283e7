"""A gateway with conditions on every way stops if none of them holds."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "gateway-without-default"


_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(model: Model) -> Iterator[Finding]:
    """Advise a default where every way has a condition."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            ways = scope.outgoing.get(name, [])
            if local(node) in _CHOOSING and len(ways) > 1 and all(flow.condition for flow in ways):
                yield finding(ID, "advice", node, attribute="default")
