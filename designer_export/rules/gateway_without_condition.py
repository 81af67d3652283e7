"""Where a gateway chooses, each way has a condition or is the default (BPMN 2.0.2, 10.6.2)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import ACTIVITIES

ID = "gateway-without-condition"

_CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})


def check(model: Model) -> Iterator[Finding]:
    """Ask for the missing conditions: one way alone can be the default, several are what somebody chooses."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            ways = scope.outgoing.get(name, [])
            bare = [flow for flow in ways if flow.condition is None and flow.id != node.get("default")]
            if local(node) in ACTIVITIES and bare and any(flow.condition for flow in ways):
                path = tuple(flow.id for flow in bare)
                yield finding(ID, "advice", node, case="mixed", path=path, gateway=node.get("name") or name)
            if local(node) not in _CHOOSING or len(ways) < 2:
                continue
            only = len(bare) == 1 and not node.get("default")
            for flow in bare:
                repair = (
                    Repair("make-default", automatic=True)
                    if only
                    else Repair("label-outcomes", automatic=True)
                )
                yield finding(ID, "complete", flow.element, repair=repair, gateway=node.get("name") or name)
