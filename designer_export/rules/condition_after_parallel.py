"""Only activities and gateways that choose have conditions on their ways (BPMN 2.0.2, 8.4.13, 10.6.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import EVENTS

ID = "condition-after-parallel"


_NO_CHOICE = frozenset({"parallelGateway", "eventBasedGateway"})


def check(model: Model) -> Iterator[Finding]:
    """Refuse conditions on flows that leave an event, a parallel or an event-based gateway."""
    for scope in model.all_scopes:
        for name, node in scope.nodes.items():
            case = "event" if local(node) in EVENTS else None
            for flow in scope.outgoing.get(name, ()) if local(node) in _NO_CHOICE | EVENTS else ():
                if flow.condition:
                    yield finding(ID, "refused", flow.element, case=case, gateway=node.get("name") or name)
