"""A countersign step can come to a result: its policy, its outcomes and its repetition fit together."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, tb
from designer_export.native import Countersign, StepSettings, extension

ID = "countersign"
COUNTED = ("ratio", "vote")


def check(model: Model) -> Iterator[Finding]:
    """Refuse countersign steps that cannot count; tell where something else may end one."""
    for name, step in model.steps.items():
        if step.countersign is None or name not in model.by_id:
            continue
        element = model.by_id[name][0]
        for case in _faults(element, step, step.countersign):
            yield finding(ID, "refused", element, case=case, tie=step.countersign.tie or "")
        loop = element.find(bpmn("multiInstanceLoopCharacteristics"))
        if loop is not None and loop.find(bpmn("completionCondition")) is not None:
            yield finding(ID, "advice", element, case="condition")


def _faults(element: etree._Element, step: StepSettings, rule: Countersign) -> Iterator[str]:
    kinds = {outcome.kind for outcome in step.outcomes}
    if step.apply:
        yield "apply"
    if element.find(bpmn("standardLoopCharacteristics")) is not None:
        yield "loop"
    if rule.policy in COUNTED and not (kinds & {"approve", "complete"} and "reject" in kinds):
        yield "outcomes"
    if (rule.policy == "ratio") != _says_ratio(element):
        yield "ratio"
    if rule.tie is not None and rule.tie not in {outcome.id for outcome in step.outcomes}:
        yield "tie"


def _says_ratio(element: etree._Element) -> bool:
    step = extension(element, "step")
    item = None if step is None else step.find(tb("countersign"))
    return item is not None and item.get("ratio") is not None
