"""What catches in the flow says what it waits for (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_triggered

ID = "event-without-trigger"


def check(model: Model) -> Iterator[Finding]:
    """Ask what intermediate catching and boundary events wait for."""
    for scope in model.scopes:
        for node in scope.nodes.values():
            if local(node) in ("intermediateCatchEvent", "boundaryEvent") and not is_triggered(node):
                yield finding(ID, "complete", node)
