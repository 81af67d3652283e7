"""Data associations lead between data that their node sees (BPMN 2.0.2, 10.4.2)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.data import DRAWN, WAYS, node_around, seen_data
from designer_export.drawings import is_drawing, weight
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, plain_id

ID = "data-association"
_END: Final = frozenset({"sourceRef", "targetRef"})
_DATA: Final = frozenset({
    "dataObject", "dataObjectReference", "dataStoreReference", "dataStore", "dataInput", "dataOutput",
    "property", "inputDataItem", "outputDataItem",
})  # fmt: skip
"""What holds data (BPMN 2.0.2, 10.4.1)."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse associations without a target and those that name data of elsewhere; in drawings, mend them."""
    for element in model.running:
        host = node_around(element) if local(element) in WAYS else None
        if host is not None and model.fate(element) == "drawing" and not flag(element, DRAWN):
            yield from _drawn(model, element, host)
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


def _drawn(model: Model, element: etree._Element, host: etree._Element) -> Iterator[Finding]:
    """An association that only shows data still leads between data."""
    level: Level = "advice" if is_drawing(host) else "refused"
    for part in element:
        found = model.by_id.get(plain_id(part.text)) if local(part) in _END else None
        if local(part) in _END and (not found or local(found[0]) not in _DATA):
            yield finding(ID, level, owner(host), case="drawn", target=plain_id(part.text))
