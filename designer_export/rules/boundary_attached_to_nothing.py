"""A boundary event sits on an activity of its own level (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "boundary-attached-to-nothing"


def check(model: Model) -> Iterator[Finding]:
    """Refuse boundary events attached to nothing, to an event or a gateway, or beyond their level."""
    for scope in model.scopes:
        for node in scope.nodes.values():
            if local(node) != "boundaryEvent":
                continue
            host = scope.nodes.get(node.get("attachedToRef", ""))
            if host is None or not _activity(local(host)):
                target = node.get("attachedToRef", "")
                yield finding(ID, "refused", node, attribute="attachedToRef", target=target)


def _activity(name: str) -> bool:
    return not name.endswith(("Event", "Gateway"))
