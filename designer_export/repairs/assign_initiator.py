"""Give the apply step to the initiator alone."""

from lxml import etree

from designer_export.namespaces import tb
from designer_export.native import extension
from designer_export.repairs.sheet import Sheet

ID = "assign-initiator"
ORDER = 80


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Put the initiator in the place of whom the step names."""
    step = extension(node, "step")
    for rule in step.findall(tb("assign")) if step is not None else ():
        rule.getparent().remove(rule)  # type: ignore[union-attr]
    sheet.carrier.assign(node, "initiator")
    return True
