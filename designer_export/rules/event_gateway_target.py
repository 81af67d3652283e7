"""Behind an event-based gateway stand events to wait for, entered from it alone (BPMN 2.0.2, 10.6.6)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.scopes import Scope

ID = "event-gateway-target"


def check(model: Model) -> Iterator[Finding]:
    """Refuse targets of an event-based gateway that catch nothing, or that have another way in."""
    for scope in model.all_scopes:
        for name, node in scope.nodes.items():
            if local(node) != "eventBasedGateway":
                continue
            for flow in scope.outgoing.get(name, ()):
                target = scope.nodes[flow.target]
                if not _catches(scope, flow.target):
                    yield finding(ID, "refused", target, gateway=node.get("name") or name)
                elif local(target) == "receiveTask" and scope.boundaries.get(flow.target):
                    yield finding(ID, "refused", target, case="border", gateway=node.get("name") or name)
                elif len(scope.incoming[flow.target]) > 1:
                    yield finding(ID, "refused", target, case="shared", gateway=node.get("name") or name)
            if _is_mixed(scope, name):
                yield finding(ID, "refused", node, case="mixed", gateway=node.get("name") or name)


def _is_mixed(scope: Scope, gateway: str) -> bool:
    """Whether both receive tasks and message events wait behind a gateway."""
    targets = [flow.target for flow in scope.outgoing.get(gateway, ())]
    receives = any(local(scope.nodes[name]) == "receiveTask" for name in targets)
    return receives and any(
        local(scope.nodes[name]) != "receiveTask" and "message" in scope.kinds(name) for name in targets
    )


def _catches(scope: Scope, name: str) -> bool:
    kind = local(scope.nodes[name])
    return kind == "receiveTask" or (kind == "intermediateCatchEvent" and "link" not in scope.kinds(name))
