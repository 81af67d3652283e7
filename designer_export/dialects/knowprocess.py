"""KnowProcess: Flowable's words in a namespace of its own, beside those of other tools."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.kie.inputs import said
from designer_export.dialects.outside import ask_outside
from designer_export.dialects.words import label
from designer_export.namespaces import bpmn

KNOWPROCESS: Final = "http://knowprocess.com/bpmn"
NAMESPACES: Final = (KNOWPROCESS,)

_INITIATOR: Final = f"{{{KNOWPROCESS}}}initiator"
_PREFIX: Final = "kp:"


def carry(carrier: Carrier) -> None:
    """Carry over who started it and what its workers are given; keys of forms are named."""
    for start in carrier.root.iter(bpmn("startEvent")):
        name = carrier.attribute(start, _INITIATOR)
        if name and name != "initiator" and name.isidentifier():
            carrier.script(start, "after", f"{name} = initiator['number']")
    for task in carrier.root.iter(*map(bpmn, ("serviceTask", "sendTask", "businessRuleTask"))):
        _ask(carrier, task)


def _ask(carrier: Carrier, task: etree._Element) -> None:
    kind = task.get("implementation", "")
    if not kind.startswith(_PREFIX):
        return
    given = []
    for item in carrier.items(task, f"{{{KNOWPROCESS}}}field"):
        text = item.get("expression") or item.get("stringValue") or ""
        if key := label(item.get("name") or ""):
            given.append((key, said(text)))
    ask_outside(carrier, task, "implementation", kind, given)
