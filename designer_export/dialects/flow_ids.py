"""Flows without an id, which BPMN allows and engines run: here each has one, for the trace and the record."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.elements import model_elements
from designer_export.namespaces import bpmn
from designer_export.nodes import flag


def give(carrier: Carrier) -> None:
    """Give an id to each flow without one in the processes that may run; it is called after its two ends."""
    known = {item.get("id", "") for item in model_elements(carrier.root)}
    for process in carrier.root.iterchildren(bpmn("process")):
        for flow in process.iter(bpmn("sequenceFlow")) if flag(process, "isExecutable", "true") else ():
            if not flow.get("id"):
                _name(carrier, flow, known)


def _name(carrier: Carrier, flow: etree._Element, known: set[str]) -> None:
    source, target = (flow.get(end, "").strip() for end in ("sourceRef", "targetRef"))
    if not source or not target:
        return
    name, turn = f"{source}_to_{target}", 1
    while name in known:
        turn += 1
        name = f"{source}_to_{target}_{turn}"
    known.add(name)
    carrier.set(flow, id=name)
