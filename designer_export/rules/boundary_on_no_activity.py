"""Only an activity of the flow can carry boundary events (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_event_sub
from designer_export.support import ACTIVITIES

ID = "boundary-on-no-activity"


def check(model: Model) -> Iterator[Finding]:
    """Refuse boundary events on events, gateways and event sub-processes."""
    for scope in model.all_scopes:
        for node in scope.nodes.values():
            host = scope.nodes.get(node.get("attachedToRef", "")) if local(node) == "boundaryEvent" else None
            if host is not None and (local(host) not in ACTIVITIES or is_event_sub(host)):
                target = host.get("name") or host.get("id")
                yield finding(ID, "refused", node, attribute="attachedToRef", host=target)
