"""Make the one way without a condition the default of its gateway."""

from lxml import etree

from designer_export.repairs.sheet import Sheet

ID = "make-default"
ORDER = 60


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Let the gateway name the flow, which it takes where no condition holds."""
    gateway = sheet.source(node)
    if gateway is None or gateway.get("default"):
        return False
    gateway.set("default", node.get("id", ""))
    return True
