"""Work items of jBPM (Email, Rest, Log, those of one's own) and rule flow groups: asked outside."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.kie.inputs import Inputs
from designer_export.dialects.kie.scripts import DROOLS
from designer_export.dialects.outside import ask_outside
from designer_export.dialects.words import label, variable
from designer_export.namespaces import bpmn, local
from designer_export.nodes import plain_id

_TASK: Final = f"{{{DROOLS}}}taskName"
_RULES: Final = f"{{{DROOLS}}}ruleFlowGroup"
_NAMED: Final = "TaskName"


def work_item(carrier: Carrier, task: etree._Element) -> None:
    """Let the code behind a work item be asked outside, with all that it is given."""
    name = carrier.attribute(task, _TASK)
    if name is None:
        return
    if local(task) == "task":
        carrier.become(task, "serviceTask")
    inputs = Inputs(task)
    given = [
        (key, source)
        for one in inputs
        if one != _NAMED and (key := label(one)) and (source := inputs.source(one)) is not None
    ]
    ask_outside(carrier, task, _NAMED, name, given, _results(task))
    inputs.mean(carrier, *inputs)


def rules(carrier: Carrier, task: etree._Element) -> None:
    """Rules of a group lie in files of Drools: whoever keeps them answers."""
    group = carrier.attribute(task, _RULES)
    if group is not None:
        inputs = Inputs(task)
        given = [(key, s) for one in inputs if (key := label(one)) and (s := inputs.source(one)) is not None]
        ask_outside(carrier, task, "ruleFlowGroup", group, given, _results(task))


def _results(task: etree._Element) -> list[tuple[str, str]]:
    """Give each variable that an output of the task goes into; without any the whole answer is taken."""
    outputs = {
        item.get("id"): item.get("name", "")
        for item in task.iterfind(f"{bpmn('ioSpecification')}/{bpmn('dataOutput')}")
    }
    found = []
    for way in task.iterchildren(bpmn("dataOutputAssociation")):
        target = variable(plain_id(way.findtext(bpmn("targetRef"))))
        source = outputs.get(plain_id(way.findtext(bpmn("sourceRef"))))
        if target and source:
            found.append((target, f"result[{source!r}]"))
    return found
