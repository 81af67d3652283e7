"""What stands in the drawing and is no drawing of BPMN is named, each kind once: nobody else would say it."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import BPMNDI, DC, DI, XSI, namespace, short_name

ID = "unknown-drawing"
_KNOWN: Final = {
    f"{{{BPMNDI}}}BPMNDiagram": {"id", "name", "documentation", "resolution"},
    f"{{{BPMNDI}}}BPMNPlane": {"id", "bpmnElement"},
    f"{{{BPMNDI}}}BPMNShape": {
        "id", "bpmnElement", "isHorizontal", "isExpanded", "isMarkerVisible", "isMessageVisible",
        "participantBandKind", "choreographyActivityShape",
    },
    f"{{{BPMNDI}}}BPMNEdge": {"id", "bpmnElement", "sourceElement", "targetElement", "messageVisibleKind"},
    f"{{{BPMNDI}}}BPMNLabel": {"id", "labelStyle"},
    f"{{{BPMNDI}}}BPMNLabelStyle": {"id"},
    f"{{{DC}}}Bounds": {"x", "y", "width", "height"},
    f"{{{DC}}}Font": {"name", "size", "isBold", "isItalic", "isUnderline", "isStrikeThrough"},
    f"{{{DI}}}waypoint": {"x", "y"},
    f"{{{DI}}}extension": set(),
}  # fmt: skip
"""Elements and their attributes (BPMN 2.0.2, 12.2)."""
_COLOURS: Final = frozenset(
    {
        "http://bpmn.io/schema/bpmn/biocolor/1.0",
        "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
    }
)
"""Everybody's colours."""


def check(model: Model) -> Iterator[Finding]:
    """Name each unknown element and attribute of the drawing where it is first met."""
    told: set[tuple[str, str]] = set()
    for element in _drawing(model.root):
        for attribute, what in _unknown(element):
            if (element.tag, what) not in told:
                told.add((element.tag, what))
                yield finding(ID, "advice", element, attribute=attribute, what=short_name(element, what))


def _drawing(root: etree._Element) -> Iterator[etree._Element]:
    for child in root:
        if namespace(child) == BPMNDI:
            yield from child.iter("*")


def _unknown(element: etree._Element) -> Iterator[tuple[str | None, str]]:
    """Give what is unknown of an element: itself (no attribute), or attributes of it."""
    known = _KNOWN.get(element.tag)
    if known is None:
        yield None, element.tag
        return
    for name in map(str, element.attrib):
        space = name[1:].partition("}")[0] if name.startswith("{") else ""
        if name not in known and space not in _COLOURS | {XSI}:
            yield name, name
