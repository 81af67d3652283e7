"""Draw the parallel gateway that several flows out of a step or event stand for."""

from lxml import etree

from designer_export.namespaces import bpmn
from designer_export.repairs.sheet import Sheet

ID = "split-explicit"
ORDER = 66


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Put a parallel gateway behind the node; its flows leave the gateway (BPMN 2.0.2, 13.3.1)."""
    flows = sheet.outgoing(node)
    if len(flows) < 2 or any(flow.find(bpmn("conditionExpression")) is not None for flow in flows):
        return False
    node.attrib.pop("default", "")
    sheet.after(node, "parallelGateway", f"split_{node.get('id')}", "")
    return True
