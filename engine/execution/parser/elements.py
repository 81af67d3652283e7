"""What this engine runs: the one table of BPMN elements, and what it may read past.

`RUNNABLE` is the declaration that `designer_export.support` is compared with by a test. An element of
the BPMN namespace that stands in none of these tables is refused with its id; nothing is dropped.
"""

from typing import Final

from lxml import etree

BPMN: Final = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TB: Final = "{urn:tongban:bpmn:1.0}"

TASKS: Final = frozenset(
    {
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "businessRuleTask",
    }
)
GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
EVENTS: Final = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
LEVELS: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES: Final = TASKS | LEVELS | {"callActivity"}
RUNNABLE: Final = ACTIVITIES | GATEWAYS | EVENTS
"""Flow nodes by local name."""

GLOBAL_TASKS: Final = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
"""Tasks that calls may name instead of a process, and what they run as."""

_CAUGHT: Final = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition"}
)
_FROM_INSIDE: Final = frozenset({"errorEventDefinition", "escalationEventDefinition"})
START: Final = _CAUGHT
EVENT_SUB_START: Final = _CAUGHT | _FROM_INSIDE | {"compensateEventDefinition"}
"""Triggers of the start event of an event sub-process."""

EVENT_DEFINITIONS: Final = {
    "startEvent": EVENT_SUB_START,
    "endEvent": frozenset(
        {
            "terminateEventDefinition",
            "messageEventDefinition",
            "signalEventDefinition",
            "errorEventDefinition",
            "escalationEventDefinition",
            "compensateEventDefinition",
            "cancelEventDefinition",
        }
    ),
    "intermediateCatchEvent": _CAUGHT | {"linkEventDefinition"},
    "intermediateThrowEvent": frozenset(
        {
            "messageEventDefinition",
            "signalEventDefinition",
            "escalationEventDefinition",
            "compensateEventDefinition",
            "linkEventDefinition",
        }
    ),
    "boundaryEvent": _CAUGHT | _FROM_INSIDE | {"compensateEventDefinition", "cancelEventDefinition"},
}
"""Triggers and results that each event may have (BPMN 2.0.2, tables 10.84 to 10.98)."""

EVENT_PARTS: Final = frozenset(
    {"eventDefinitionRef", "dataInput", "dataOutput", "inputSet", "outputSet", "property"}
)
"""What else an event may hold; its values are mapped, or are variables of its level."""

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
        "categoryValueRef",
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
        "completionCondition",
        "correlationSubscription",
        "ioSpecification",
        "dataInputAssociation",
        "dataOutputAssociation",
        "supports",
        "supportedInterfaceRef",
        "ioBinding",
    }
)
"""Children of a process or sub-process beside its flow nodes. Resources are assigned by the rules of
the step; values live in the scopes, where the names of data objects and properties are declared."""

NODE_PARTS: Final = frozenset(
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "auditing",
        "categoryValueRef",
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

OWN_PARTS: Final = {"scriptTask": frozenset({"script"}), "complexGateway": frozenset({"activationCondition"})}
"""Children that only one kind of node may have."""

LOOPS: Final = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})

SCRIPT_FORMATS: Final = frozenset({"", "python", "text/python", "text/x-python", "application/x-python"})
"""Languages that a script or expression may claim; all of them mean our expression language."""


def is_true(element: etree._Element, name: str, *, default: bool = False) -> bool:
    """Whether a boolean attribute is true; XML writes it in a word or a digit, spaces around it or not."""
    text = element.get(name, "").strip()
    return text not in ("false", "0") if default else text in ("true", "1")


def local_name(element: object) -> str:
    """Local name of an lxml element of the BPMN namespace, else the empty string."""
    tag = getattr(element, "tag", None)
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""
