"""Several flows out of a step or event are taken all at once (BPMN 2.0.2, 13.3.1); a gateway says so."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "implicit-split"


def check(model: Model) -> Iterator[Finding]:
    """Advise a parallel gateway where several flows without a condition leave a step or an event."""
    repair = Repair("split-explicit", automatic=True)
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            ways = scope.outgoing.get(name, [])
            if len(ways) < 2 or local(node).endswith("Gateway") or local(node) == "endEvent":
                continue
            if not node.get("default") and all(flow.condition is None for flow in ways):
                ids = tuple(flow.id for flow in ways)
                yield finding(ID, "advice", node, repair=repair, path=ids, count=len(ways))
