"""Draw the start event that a level lacks."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_beside, is_definition, kind_of
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "add-start"
ORDER = 44


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw a start that leads to where the level begins: what nothing leads to, else its first node.

    Parameters
    ----------
    choice
        Id of the node that the start leads to.
    """
    if any(local(item) == "startEvent" for item in node):
        return False
    scope = sheet.scope(node)
    free = [scope.nodes[name] for name in scope.free]
    inside = [item for item in nodes_of(node) if _can_be_first(item)]
    targets = [item for item in inside if item.get("id") == choice] or free or inside[:1]
    start = sheet.draw(node, "startEvent", "start", "开始")
    if not targets:
        targets = [sheet.draw(node, "endEvent", "end", "结束")]
        _place(sheet, node, start, targets[0])
    else:
        sheet.plane.put(start, targets[0].get("id", ""), side=-1)
        sheet.share_lane(start, targets[0])
    for target in targets:
        sheet.join(start, target)
    return True


def _place(sheet: Sheet, level: etree._Element, start: etree._Element, end: etree._Element) -> None:
    """Draw a start and an end beside what stands beside the flow, or alone in their level."""
    beside = [item for item in nodes_of(level) if item not in (start, end)]
    if beside:
        sheet.plane.put(start, beside[0].get("id", ""), side=-1)
        sheet.plane.put(end, start.get("id", ""), side=1)
    else:
        sheet.plane.put_inside([start, end])


def _can_be_first(node: etree._Element) -> bool:
    caught = any(kind_of(child) == "link" for child in node if is_definition(child))
    return local(node) != "boundaryEvent" and not is_beside(node) and not caught
