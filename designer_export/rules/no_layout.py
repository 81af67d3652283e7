"""A diagram says where its parts are drawn (BPMN 2.0.2, 12)."""

from collections.abc import Iterator
from typing import Final

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import BPMNDI, local
from designer_export.nodes import plain_id
from designer_export.support import ALL_NODES

ID = "no-layout"
_SEEN: Final = ALL_NODES | {"sequenceFlow", "messageFlow", "participant", "lane", "group"}
"""Kinds of elements that people look for."""


def check(model: Model) -> Iterator[Finding]:
    """Advise a layout where nothing of a diagram is drawn; tell what is missing where something is."""
    drawn = {
        plain_id(item.get("bpmnElement"))
        for tag in ("BPMNShape", "BPMNEdge")
        for item in model.root.iter(f"{{{BPMNDI}}}{tag}")
    }
    if not drawn and any(scope.nodes for scope in model.scopes):
        yield finding(ID, "advice", model.root, repair=Repair("add-layout", automatic=True))
        return
    seen = (item for item in model.carried.elements if local(item) in _SEEN and item.get("id"))
    hidden = tuple(item.get("id", "") for item in seen if item.get("id") not in drawn)
    if hidden:
        yield finding(ID, "advice", model.root, case="some", path=hidden, count=len(hidden))
