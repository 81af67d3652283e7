"""What changes nothing is left out: a gateway with one way in and one way out, a flow drawn twice."""

from collections.abc import Iterator
from typing import Final

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.scopes import Flow

ID = "superfluous"
_CHOOSING: Final = ("exclusiveGateway", "inclusiveGateway", "parallelGateway")


def check(model: Model) -> Iterator[Finding]:
    """Advise where a gateway neither joins nor splits, and where a flow is drawn twice."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            ways = (scope.incoming.get(name, ()), scope.outgoing.get(name, ()))
            if local(node) in _CHOOSING and all(len(way) == 1 for way in ways):
                yield finding(ID, "advice", node)
        seen: dict[tuple[str, str, str | None], Flow] = {}
        for flow in scope.flows:
            ends = (flow.source, flow.target, flow.condition)
            if ends in seen and flow.source in scope.nodes and flow.target in scope.nodes:
                path = (seen[ends].id, flow.id)
                kind = "twice" if local(scope.nodes[flow.source]) == "exclusiveGateway" else "tokens"
                yield finding(
                    ID, "advice", flow.element, case=kind, path=path, source=flow.source, target=flow.target
                )
            seen.setdefault(ends, flow)
