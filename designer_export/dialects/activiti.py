"""Activiti, and the designers made for it, Chinese ones among them."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.family import Reader, carry_family, mark_executable
from designer_export.dialects.family.people import INITIATOR

ACTIVITI: Final = "http://activiti.org/bpmn"
MODELER: Final = "http://activiti.com/modeler"
NAMESPACES: Final = (ACTIVITI,)


def carry(carrier: Carrier) -> None:
    """Carry over what Activiti writes."""
    mark_executable(carrier)
    carry_family(carrier, ACTIVITI, {"userTask": by_modeler})


def by_modeler(reader: Reader, task: etree._Element, space: str = MODELER) -> None:
    """Carry over what the web modellers say beside an assignee: that he is whoever started it."""
    starts = reader.peek(task, "assignee") in (INITIATOR, *(f"${{{name}}}" for name in reader.initiators))
    for item in task.iter(f"{{{space}}}activiti-idm-initiator"):
        if starts and (item.text or "").strip() == "true":
            reader.carrier.take(item)
