"""Let a process run that came as a drawing."""

from lxml import etree

from designer_export.drawings import DRAWING
from designer_export.nodes import flag
from designer_export.repairs.sheet import Sheet

ID = "mark-executable"
ORDER = 20


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Mark the process, and remember that it was a drawing: what it lacks is asked for, not refused."""
    if flag(node, "isExecutable"):
        return False
    node.set("isExecutable", "true")
    node.set(DRAWING, "true")
    sheet.carrier.changed = True
    return True
