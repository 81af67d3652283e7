"""Lead the start to a node that nothing leads to."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_triggered
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "connect"
ORDER = 48


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw a flow from the level's start; of a part that leads in a circle, to its first node.

    Parameters
    ----------
    choice
        Id of the node that the flow comes from.
    """
    level = sheet.level(node)
    source = _source(sheet, level, choice)
    if source is None or local(node) in ("boundaryEvent", "startEvent") or not _is_first(sheet, node):
        return False
    sheet.join(source, node)
    sheet.assume(node, ID)
    return True


def _source(sheet: Sheet, level: etree._Element, choice: str | None) -> etree._Element | None:
    nodes = nodes_of(level)
    if choice:
        return next((item for item in nodes if item.get("id") == choice), None)
    starts = [item for item in nodes if local(item) == "startEvent"]
    plain = [item for item in starts if not is_triggered(item)]
    return next(iter(plain or starts), None)


def _is_first(sheet: Sheet, node: etree._Element) -> bool:
    """Tell whether only what a node itself leads to leads to it, and nothing of that stands before it."""
    seen, pending = [node], [node]
    while pending:
        for flow in sheet.incoming(pending.pop()):
            source = sheet.source(flow)
            if source is not None and source not in seen:
                if local(source) == "boundaryEvent" or not sheet.incoming(source):
                    return False
                seen.append(source)
                pending.append(source)
    order = nodes_of(sheet.level(node))
    return all(order.index(node) <= order.index(item) for item in seen if item in order)
