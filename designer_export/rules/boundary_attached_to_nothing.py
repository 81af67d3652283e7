"""A boundary event sits on something of its own level (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "boundary-attached-to-nothing"


def check(model: Model) -> Iterator[Finding]:
    """Refuse boundary events attached to nothing, or beyond their level."""
    for scope in model.all_scopes:
        for node in scope.nodes.values():
            target = node.get("attachedToRef", "")
            if local(node) == "boundaryEvent" and target not in scope.nodes:
                yield finding(ID, "refused", node, attribute="attachedToRef", target=target)
