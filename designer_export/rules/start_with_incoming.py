"""Nothing leads to a start event, and nothing leads on from an end event (BPMN 2.0.2, 10.5.2, 10.5.3)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import flag

ID = "start-with-incoming"


def check(model: Model) -> Iterator[Finding]:
    """Refuse flows into what begins a process, or out of an end event."""
    for scope in model.all_scopes:
        for name, node in scope.nodes.items():
            if local(node) in ("startEvent", "boundaryEvent") and scope.incoming.get(name):
                yield finding(ID, "refused", node, path=(scope.incoming[name][0].id,))
            begins = local(node) in ("receiveTask", "eventBasedGateway") and flag(node, "instantiate")
            if begins and local(scope.element) == "process" and scope.incoming.get(name):
                yield finding(ID, "refused", node, case="begins", path=(scope.incoming[name][0].id,))
            if local(node) == "endEvent" and scope.outgoing.get(name):
                yield finding(ID, "refused", node, case="end", path=(scope.outgoing[name][0].id,))
