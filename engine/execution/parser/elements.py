"""What this engine runs: the one table of BPMN elements, and what it may read past.

`RUNNABLE` is the declaration that `designer_export.support` is compared with by a test. An element of
the BPMN namespace that stands in none of these tables is refused with its id; nothing is dropped.
"""

from typing import Final

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

TASKS: Final = frozenset({"task", "userTask", "manualTask", "scriptTask", "serviceTask"})
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
EVENTS: Final = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
ACTIVITIES: Final = TASKS | {"subProcess"}
RUNNABLE: Final = ACTIVITIES | GATEWAYS | EVENTS
"""Flow nodes by local name."""

EVENT_DEFINITIONS: Final = {
    "startEvent": frozenset[str](),
    "endEvent": frozenset({"terminateEventDefinition"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition"}),
    "intermediateThrowEvent": frozenset[str](),
}
"""Triggers and results that each event may have."""

LEVEL_PARTS: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "laneSet",
        "sequenceFlow",
        "association",
        "textAnnotation",
        "group",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "auditing",
        "monitoring",
        "property",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "incoming",
        "outgoing",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
    }
)
"""Children of a process or sub-process beside its flow nodes. Resources are assigned by the rules of
the step, data objects and their references are drawing: values live in the scopes."""

NODE_PARTS: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "auditing",
        "monitoring",
        "property",
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "rendering",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
    }
)
"""Children that every flow node may have."""

LOOPS: Final = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})

REFUSED_ATTRIBUTES: Final = {
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "triggeredByEvent": "false",
    "instantiate": "false",
}
"""Attributes with the only value that is run."""

SCRIPT_FORMATS: Final = frozenset({"", "python", "text/python", "text/x-python", "application/x-python"})
"""Languages that a script or expression may claim; all of them mean our expression language."""


def local_name(element: object) -> str:
    """Local name of an lxml element of the BPMN namespace, else the empty string."""
    tag = getattr(element, "tag", None)
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""
