"""Let an activity begin with one token, and give one, where a tool wrote 0 for nothing."""

from lxml import etree

from designer_export.repairs.sheet import Sheet

ID = "set-quantity"
ORDER = 0


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Set the quantities that are 0 to 1, which is what BPMN takes where nothing is said."""
    found = [name for name in ("startQuantity", "completionQuantity") if node.get(name) == "0"]
    for name in found:
        node.set(name, "1")
    return bool(found)
