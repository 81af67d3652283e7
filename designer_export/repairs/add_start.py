"""Draw the start event that a level lacks."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_beside
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
    inside = [item for item in nodes_of(node) if local(item) != "boundaryEvent" and not is_beside(item)]
    targets = [item for item in inside if item.get("id") == choice] or free or inside[:1]
    start = sheet.draw(node, "startEvent", "start", "开始")
    if not targets:
        targets = [sheet.draw(node, "endEvent", "end", "结束")]
        sheet.plane.put_inside(start, 0)
        sheet.plane.put_inside(targets[0], 1)
    else:
        sheet.plane.put(start, targets[0].get("id", ""), side=-1)
        sheet.share_lane(start, targets[0])
    for target in targets:
        sheet.join(start, target)
    return True
