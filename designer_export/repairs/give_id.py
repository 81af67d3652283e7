"""Give an element the id that the record and the engine name it by."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.repairs.sheet import Sheet

ID = "give-id"
ORDER = 0


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Give an id of the element's kind, which nothing else has."""
    if node.get("id"):
        return False
    sheet.name(node, sheet.fresh(choice or local(node)))
    return True
