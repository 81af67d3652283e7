"""Draw the step that undoes what an event of compensation sits on."""

from lxml import etree

from designer_export.namespaces import bpmn
from designer_export.repairs.assign_unit_head import assign_head
from designer_export.repairs.sheet import Sheet

ID = "add-handler"
ORDER = 38


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw a user task that only undoes, and the association that leads to it (BPMN 2.0.2, 10.7).

    Parameters
    ----------
    choice
        Id of an activity of the level that undoes it.
    """
    level = sheet.level(node)
    host = sheet.find(node.get("attachedToRef", ""))
    handler = sheet.find(choice) if choice else None
    if handler is None:
        name = (host.get("name") if host is not None else "") or ""
        handler = sheet.draw(
            level, "userTask", f"undo_{node.get('attachedToRef')}", f"撤销：{name}" if name else "撤销"
        )
        sheet.plane.put(handler, node.get("id", ""), side=1)
        assign_head(sheet, handler)
        sheet.assume(handler, ID)
    handler.set("isForCompensation", "true")
    way = etree.SubElement(level, bpmn("association"), associationDirection="One")
    sheet.name(way, sheet.fresh(f"undo_{node.get('id')}"))
    way.set("sourceRef", node.get("id", ""))
    way.set("targetRef", handler.get("id", ""))
    sheet.plane.join(way.get("id", ""), node.get("id", ""), handler.get("id", ""))
    return True
