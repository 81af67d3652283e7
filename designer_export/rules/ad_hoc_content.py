"""In an ad-hoc sub-process stands no start and no end event: it has no order (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "ad-hoc-content"

_NEVER = frozenset({"startEvent", "endEvent"})


def check(model: Model) -> Iterator[Finding]:
    """Refuse the events that the specification keeps out."""
    for element in model.running:
        parent = element.getparent()
        if parent is not None and local(parent) == "adHocSubProcess" and local(element) in _NEVER:
            yield finding(ID, "refused", element, host=parent.get("id") or "")
