"""Let a level with several starts begin with one, behind which somebody chooses among them."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_triggered
from designer_export.repairs.sheet import Sheet

ID = "join-starts"
ORDER = 40


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw a start and an exclusive gateway before the starts, which become events that mark a point.

    Parameters
    ----------
    choice
        Id of the start that alone begins the level; the others are entered from nowhere.
    """
    starts = [item for item in node if local(item) == "startEvent" and not is_triggered(item)]
    if len(starts) < 2:
        return False
    kept = [item for item in starts if item.get("id") == choice]
    for item in starts:
        if item not in kept:
            item.attrib.pop("isInterrupting", "")
            item.attrib.pop("parallelMultiple", "")
            sheet.turn(item, "intermediateThrowEvent")
            sheet.assume(item, ID)
    if not kept:
        _choose(sheet, node, starts)
    return True


def _choose(sheet: Sheet, level: etree._Element, starts: list[etree._Element]) -> None:
    gateway = sheet.draw(level, "exclusiveGateway", "beginning", "从哪里开始？")
    sheet.plane.put(gateway, starts[0].get("id", ""), side=-1)
    start = sheet.draw(level, "startEvent", "start", "开始")
    sheet.plane.put(start, gateway.get("id", ""), side=-1)
    for item in (gateway, start):
        sheet.share_lane(item, starts[0])
    sheet.join(start, gateway)
    for item in starts:
        sheet.join(gateway, item, item.get("name") or "")
