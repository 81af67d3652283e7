"""Data associations lead between data that their node sees (BPMN 2.0.2, 10.4.2)."""

from collections.abc import Iterator

from designer_export.data import WAYS, node_around, seen_data
from designer_export.drawings import weight
from designer_export.findings import Finding, Repair, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import plain_id

ID = "data-association"


def check(model: Model) -> Iterator[Finding]:
    """Refuse associations without a target and those that name data of elsewhere; in drawings, mend them."""
    for element in model.running:
        host = node_around(element) if local(element) in WAYS else None
        if host is None or model.fate(element) != "executed":
            continue
        node, level = owner(host), weight(host)
        repair = Repair("draw-data", automatic=True) if level == "complete" else None
        seen = seen_data(host)
        sources = [plain_id(part.text) for part in element.iterchildren(bpmn("sourceRef"))]
        target = plain_id(element.findtext(bpmn("targetRef")))
        if not target:
            yield finding(ID, level, node, case="target", attribute="targetRef", repair=repair)
        for name in (*sources, target):
            if name and name not in seen:
                yield finding(ID, level, node, repair=repair, target=name)
