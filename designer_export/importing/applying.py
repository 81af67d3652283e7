"""The step with which a service begins: the initiator's own, made of what the other tool begins with."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.importing.drawing import draw_after
from designer_export.importing.joining import calls
from designer_export.lanes import lane_of, lanes_of
from designer_export.namespaces import bpmn, local, tb
from designer_export.native import extension
from designer_export.nodes import flag, is_triggered
from designer_export.pools import drawn_parts

_NAME: Final = "填写申请"
_JUDGING: Final = re.compile(
    r"审|批|核|判断|approv|review|check|verif|assess|examin|decide|decision", re.IGNORECASE
)
_LOOPS: Final = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


@dataclass(frozen=True, slots=True)
class Apply:
    """The initiator's step; ``how`` is there, made (of the first step) or added (behind the start)."""

    step: etree._Element
    start: etree._Element | None
    how: str


def begun_by_hand(root: etree._Element) -> etree._Element | None:
    """Give the start event by which people begin the service; None if only events begin it."""
    called, drawn = calls(root), set(drawn_parts(root))
    for process in root.iterchildren(bpmn("process")):
        if process in drawn or process.get("id", "") in called:
            continue
        for start in process.iterchildren(bpmn("startEvent")):
            if start.get("id") and not is_triggered(start):
                return start
    return None


def apply_step(root: etree._Element, assigned: Container[str], *, has_form: bool) -> Apply | None:
    """Give the initiator's step, making one where there is none; None for what only events begin.

    A step behind the start becomes it if it is the initiator's, or nobody's and does not judge by its name,
    and the start has no form of its own.

    Parameters
    ----------
    assigned
        Ids of steps that somebody else than the initiator handles.
    """
    start = begun_by_hand(root)
    for step in root.iter(bpmn("userTask"), bpmn("manualTask")):
        own = extension(step, "step")
        if own is not None and own.get("apply", "").strip() in ("true", "1"):
            return Apply(step, start, "there")
    level = start.getparent() if start is not None else None
    if start is None or level is None:
        return None
    flows = [
        item for item in level.iterchildren(bpmn("sequenceFlow")) if item.get("sourceRef") == start.get("id")
    ]
    if not flows:
        return None
    first = None if has_form or len(flows) > 1 else _target(level, flows[0])
    if first is not None and first.get("id") not in assigned and _may_apply(level, start, first):
        return Apply(_mark(root, first), start, "made")
    return Apply(_mark(root, _add(root, level, start, flows)), start, "added")


def _target(level: etree._Element, flow: etree._Element) -> etree._Element | None:
    return next((item for item in level if item.get("id") and item.get("id") == flow.get("targetRef")), None)


def _may_apply(level: etree._Element, start: etree._Element, step: etree._Element) -> bool:
    """A step that is reached again, repeats, offers outcomes or judges is not the initiator's first."""
    incoming = [
        item for item in level.iterchildren(bpmn("sequenceFlow")) if item.get("targetRef") == step.get("id")
    ]
    own, lanes = extension(step, "step"), lanes_of(level)
    is_plain = own is None or all(own.find(tb(name)) is None for name in ("outcome", "countersign", "policy"))
    return (
        local(step) == "userTask"
        and is_plain
        and len(incoming) == 1
        and not flag(step, "isForCompensation")
        and not any(local(part) in _LOOPS for part in step)
        and not _JUDGING.search(step.get("name") or "")
        and lane_of(lanes, step) in (None, lane_of(lanes, start))
    )


def _mark(root: etree._Element, step: etree._Element) -> etree._Element:
    carrier = Carrier(root)
    own = carrier.step(step)
    own.set("apply", "true")
    for rule in own.findall(tb("assign")):
        own.remove(rule)
    carrier.assign(step, "initiator")
    return step


def _add(
    root: etree._Element, level: etree._Element, start: etree._Element, flows: list[etree._Element]
) -> etree._Element:
    """Put a user task behind the start, before all that its flows lead to."""
    taken = {item.get("id") for item in root.iter("*")}
    name, flow = _free("apply", taken), _free("flow_to_apply", taken)
    task: etree._Element = etree.Element(bpmn("userTask"), {"id": name, "name": _NAME})
    etree.SubElement(task, bpmn("incoming")).text = flow
    for item in flows:
        item.set("sourceRef", name)
        etree.SubElement(task, bpmn("outgoing")).text = item.get("id")
    for outgoing in start.findall(bpmn("outgoing")):
        start.remove(outgoing)
    made: etree._Element = etree.Element(bpmn("outgoing"))
    made.text = flow
    start.insert(sum(1 for part in start if local(part) in ("documentation", "extensionElements")), made)
    level.insert(level.index(start) + 1, task)
    attributes = {"id": flow, "sourceRef": start.get("id", ""), "targetRef": name}
    level.insert(level.index(task) + 1, etree.Element(bpmn("sequenceFlow"), attributes))
    _same_lane(level, start.get("id", ""), name)
    draw_after(root, start.get("id", ""), name, flow, {item.get("id", "") for item in flows})
    return task


def _same_lane(level: etree._Element, start: str, task: str) -> None:
    for reference in list(level.iter(bpmn("flowNodeRef"))):
        lane = reference.getparent()
        if (reference.text or "").strip() == start and lane is not None:
            made: etree._Element = etree.Element(bpmn("flowNodeRef"))
            made.text = task
            lane.insert(lane.index(reference) + 1, made)


def _free(name: str, taken: set[str | None]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found
