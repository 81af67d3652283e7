"""Let an event that waits for nothing be what BPMN calls it: an event that only marks a point."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.repairs.sheet import Sheet

ID = "pass-through"
ORDER = 30


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Make a throwing event without a result of it, which is drawn alike and goes on at once (10.5.4)."""
    if local(node) != "intermediateCatchEvent":
        return False
    node.attrib.pop("parallelMultiple", "")
    sheet.turn(node, "intermediateThrowEvent")
    sheet.assume(node, ID)
    return True
