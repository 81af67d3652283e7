"""A diagram says where its parts are drawn (BPMN 2.0.2, 12)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import BPMNDI

ID = "no-layout"


def check(model: Model) -> Iterator[Finding]:
    """Advise a layout where nothing of a diagram is drawn."""
    drawn = next(model.root.iter(f"{{{BPMNDI}}}BPMNShape"), None) is not None
    if not drawn and any(scope.nodes for scope in model.scopes):
        yield finding(ID, "advice", model.root, repair=Repair("add-layout", automatic=True))
