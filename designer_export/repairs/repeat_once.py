"""Let an activity whose number of repetitions is not said be done once."""

from lxml import etree

from designer_export.namespaces import bpmn
from designer_export.repairs.sheet import Sheet

ID = "repeat-once"
ORDER = 34


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Write the number into the loop or multi-instance.

    Parameters
    ----------
    choice
        Another number.
    """
    number = choice or "1"
    multi, loop = (node.find(bpmn(f"{kind}LoopCharacteristics")) for kind in ("multiInstance", "standard"))
    if multi is not None:
        if (multi.findtext(bpmn("loopCardinality")) or "").strip():
            return False
        for name in ("loopDataInputRef", "loopCardinality"):
            part = multi.find(bpmn(name))
            if part is not None and not (part.text or "").strip():
                multi.remove(part)
        made: etree._Element = etree.Element(bpmn("loopCardinality"))
        made.text = number
        multi.insert(sum(1 for part in multi if part.tag in _FIRST), made)
    elif loop is not None:
        loop.set("loopMaximum", number)
    else:
        return False
    sheet.assume(node, ID)
    return True


_FIRST = (bpmn("documentation"), bpmn("extensionElements"))
