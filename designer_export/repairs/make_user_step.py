"""Let people do what a drawing leaves to a program, a script or a process that it does not name."""

from lxml import etree

from designer_export.namespaces import bpmn, local, tb
from designer_export.repairs.assign_unit_head import assign_head
from designer_export.repairs.sheet import Sheet

ID = "make-user-step"
ORDER = 30

_KINDS = frozenset({"serviceTask", "businessRuleTask", "scriptTask", "callActivity"})
_OWN = ("operationRef", "implementation", "scriptFormat", "calledElement")
"""What a user task cannot say; kept as attributes of ours."""


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Make a user task of it for the head of the initiator's unit; what it was stays written on it."""
    kind = local(node)
    if kind not in _KINDS or any((part.text or "").strip() for part in node.iterchildren(bpmn("script"))):
        return False
    for part in node.findall(bpmn("script")):
        node.remove(part)
    for name in _OWN:
        sheet.keep_aside(node, name)
    sheet.turn(node, "userTask")
    node.set(tb("was"), kind)
    assign_head(sheet, node)
    sheet.assume(node, ID)
    return True
