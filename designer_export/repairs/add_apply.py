"""Let the initiator begin with a step of his own."""

import re
from typing import Final

from lxml import etree

from designer_export.namespaces import local, tb
from designer_export.nodes import is_triggered
from designer_export.repairs.sheet import Sheet

ID = "add-apply"
ORDER = 70

JUDGING: Final = re.compile(r"审|批|核|判断|approv|review|check|verif|assess|examin", re.IGNORECASE)
_LOOPS: Final = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Make the step behind the start the initiator's, or put one there.

    A step that names somebody, offers outcomes or judges by its name is not what the initiator does himself.

    Parameters
    ----------
    choice
        ``front``: put one there in any case.
    """
    process = sheet.process(node)
    starts = [item for item in process if local(item) == "startEvent"] if process is not None else []
    plain = [item for item in starts if not is_triggered(item)]
    if not plain:
        return False
    flows = sheet.outgoing(plain[0])
    first = sheet.target(flows[0]) if len(flows) == 1 else None
    if first is None or choice == "front" or not _is_initiators(sheet, first):
        first = sheet.after(plain[0], "userTask", "apply", "填写申请")
    step = sheet.carrier.step(first)
    step.set("apply", "true")
    if step.find(tb("assign")) is None:
        sheet.carrier.assign(first, "initiator")
    return True


def _is_initiators(sheet: Sheet, step: etree._Element) -> bool:
    return (
        local(step) in ("userTask", "manualTask")
        and not sheet.names_somebody(step)
        and not sheet.is_choice(step)
        and len(sheet.incoming(step)) == 1
        and not any(local(part) in _LOOPS for part in step)
        and not JUDGING.search(step.get("name") or "")
    )
