"""The step with which a service begins: the initiator's own, made of what the other tool begins with."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.importing.drawing import make_room
from designer_export.importing.joining import calls
from designer_export.lanes import lane_of, lanes_of
from designer_export.namespaces import bpmn, local, tb
from designer_export.native import extension
from designer_export.nodes import flag, is_triggered
from designer_export.pools import drawn_parts
from designer_export.repairs.add_apply import JUDGING
from designer_export.repairs.sheet import Sheet

_NAME: Final = "填写申请"
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
    make_room(root, start.get("id", ""))
    added = Sheet(root).after(start, "userTask", "apply", _NAME)
    return Apply(_mark(root, added), start, "added")


def _target(level: etree._Element, flow: etree._Element) -> etree._Element | None:
    return next((item for item in level if item.get("id") and item.get("id") == flow.get("targetRef")), None)


def _may_apply(level: etree._Element, start: etree._Element, step: etree._Element) -> bool:
    """Tell whether a step can be the initiator's first.

    One that is reached again, repeats, offers outcomes or judges is not, nor one that events watch over: what
    they wait for would be read before he has filled anything in.
    """
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
        and not any(item.get("attachedToRef") == step.get("id") for item in level)
        and not JUDGING.search(step.get("name") or "")
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
