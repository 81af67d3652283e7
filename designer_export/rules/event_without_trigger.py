"""What catches says what it waits for (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_triggered

ID = "event-without-trigger"


def check(model: Model) -> Iterator[Finding]:
    """Ask what intermediate catching and boundary events wait for, and for the text of a condition."""
    for scope in model.scopes:
        for node in scope.nodes.values():
            if local(node) in ("intermediateCatchEvent", "boundaryEvent") and not is_triggered(node):
                yield finding(ID, "complete", node)
    for element in model.running:
        waits = local(element) == "conditionalEventDefinition" and model.fate(element) == "executed"
        if waits and not (element.findtext(bpmn("condition")) or "").strip():
            yield finding(ID, "complete", owner(element), case="condition")
