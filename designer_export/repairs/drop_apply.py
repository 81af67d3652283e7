"""Let a second apply step be a step like others."""

from lxml import etree

from designer_export.native import extension
from designer_export.repairs.sheet import Sheet

ID = "drop-apply"
ORDER = 80


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Take the mark of the apply step away."""
    step = extension(node, "step")
    return step is not None and bool(step.attrib.pop("apply", ""))
