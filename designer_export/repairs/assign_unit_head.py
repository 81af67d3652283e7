"""Let the head of the initiator's unit handle a step that names nobody."""

from lxml import etree

from designer_export.namespaces import tb
from designer_export.native import extension
from designer_export.repairs.sheet import Sheet

ID = "assign-unit-head"
ORDER = 80


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Add the rule.

    Parameters
    ----------
    choice
        ``group:<key>``, ``person:<number>`` or ``initiator`` for somebody else.
    """
    step = extension(node, "step")
    if step is not None and step.find(tb("assign")) is not None:
        return False
    rule, _, value = (choice or "").partition(":")
    if rule == "initiator":
        sheet.carrier.assign(node, "initiator")
    elif rule in ("group", "person") and value:
        sheet.carrier.assign(node, rule, value=value)
    else:
        assign_head(sheet, node)
    return True


def assign_head(sheet: Sheet, node: etree._Element) -> None:
    """Add the rule for the head of the initiator's unit."""
    sheet.carrier.assign(node, "unitHead", of="initiator")
