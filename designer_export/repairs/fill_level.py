"""Give an empty process or sub-process what it stands for."""

from itertools import pairwise

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_event_sub
from designer_export.repairs.assign_unit_head import assign_head
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "fill-level"
ORDER = 36


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw one step of the sub-process's name in it; an empty process is a form that is sent and done."""
    if nodes_of(node):
        return False
    inside = [] if local(node) == "process" else [_step(sheet, node)]
    row = inside
    if local(node) != "adHocSubProcess":
        # An event sub-process gets its start with its trigger.
        first = [] if is_event_sub(node) else [sheet.draw(node, "startEvent", "start", "开始")]
        row = [*first, *inside, sheet.draw(node, "endEvent", "end", "结束")]
    sheet.plane.put_inside(row)
    for source, target in pairwise(row):
        sheet.join(source, target)
    sheet.assume(node, ID)
    return True


def _step(sheet: Sheet, level: etree._Element) -> etree._Element:
    step = sheet.draw(level, "userTask", "step", level.get("name") or "办理")
    assign_head(sheet, step)
    return step
