"""A parallel gateway takes every way: conditions behind it cannot hold (BPMN 2.0.2, 10.6.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "condition-after-parallel"


_NO_CHOICE = frozenset({"parallelGateway", "eventBasedGateway"})


def check(model: Model) -> Iterator[Finding]:
    """Refuse conditions on flows that leave a parallel or event-based gateway."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            for flow in scope.outgoing.get(name, ()) if local(node) in _NO_CHOICE else ():
                if flow.condition:
                    yield finding(ID, "refused", flow.element, gateway=node.get("name") or name)
