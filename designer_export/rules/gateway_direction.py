"""The direction that a gateway is marked with is that of its flows (BPMN 2.0.2, 10.6.1)."""

from collections.abc import Iterator

from designer_export.drawings import is_drawing
from designer_export.findings import Finding, Level, finding
from designer_export.model import Model

ID = "gateway-direction"


def check(model: Model) -> Iterator[Finding]:
    """Refuse gateways that contradict their flows; a drawing is only told, for it steers nothing."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            direction = node.get("gatewayDirection")
            level: Level = "advice" if is_drawing(node) else "refused"
            if direction == "Converging" and len(scope.outgoing.get(name, ())) > 1:
                yield finding(ID, level, node, case="out", attribute="gatewayDirection")
            elif direction == "Diverging" and len(scope.incoming.get(name, ())) > 1:
                yield finding(ID, level, node, case="in", attribute="gatewayDirection")
