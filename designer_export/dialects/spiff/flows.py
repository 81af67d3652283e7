"""Flows from nothing to nothing: SpiffArena's modeller leaves them behind, its engine passes over them."""

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn
from designer_export.nodes import flag

_ENDS = ("sourceRef", "targetRef")


def leave_out(carrier: Carrier) -> None:
    """Leave out what no token can ever enter; a flow that has one of its ends is meant, and is refused."""
    for process in carrier.root.iterchildren(bpmn("process")):
        for flow in list(process.iter(bpmn("sequenceFlow"))) if flag(process, "isExecutable") else ():
            if not any((flow.get(end) or "").strip() for end in _ENDS) and len(flow) == 0:
                carrier.drop(flow)
