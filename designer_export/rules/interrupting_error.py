"""An error or a cancellation always ends what it is caught for (BPMN 2.0.2, 10.5.7)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import flag

ID = "interrupting-error"

_ENDING = frozenset({"error", "cancel"})
_ATTRIBUTES = {"startEvent": "isInterrupting", "boundaryEvent": "cancelActivity"}


def check(model: Model) -> Iterator[Finding]:
    """Tell where an event that catches an error or a cancellation is marked as not interrupting."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            attribute = _ATTRIBUTES.get(local(node))
            if attribute and not _ENDING.isdisjoint(scope.kinds(name)) and not flag(node, attribute, "true"):
                yield finding(ID, "refused", node, attribute=attribute)
