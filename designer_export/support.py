"""What becomes of each element of the BPMN model: one declarative table (design, *How the rooms meet*).

``executed``
    The engine runs it, or it is part of what the engine runs.
``drawing``
    It tells people something and steers nothing; it stays in the diagram.
``not_carried``
    It would mean something to another engine; here it means nothing, and a finding says so.
``refused``
    The diagram cannot run with it. Everything that stands nowhere in the table is refused.

A test holds `NODES`, `EVENT_DEFINITIONS` and their like equal to what the engine's parser takes. What depends
on the rest of the file (a message that nobody sends is a drawing) is decided in `designer_export.fates`.
"""

from typing import Final

from lxml import etree

from designer_export.namespaces import local

TASKS: Final = frozenset({
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask",
    "businessRuleTask",
})  # fmt: skip
GATEWAYS: Final = frozenset(
    {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway", "complexGateway"}
)
EVENTS: Final = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
SUB_PROCESSES: Final = frozenset({"subProcess", "transaction", "adHocSubProcess"})
ACTIVITIES: Final = TASKS | SUB_PROCESSES | {"callActivity"}
NODES: Final = ACTIVITIES | GATEWAYS | EVENTS
"""Flow nodes that run."""

GLOBAL_TASKS: Final = frozenset(
    {"globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask"}
)
"""Tasks that calls may name instead of a process."""

_CAUGHT: Final = frozenset(
    {"messageEventDefinition", "signalEventDefinition", "timerEventDefinition", "conditionalEventDefinition"}
)
_FROM_INSIDE: Final = frozenset({"errorEventDefinition", "escalationEventDefinition"})
_SENT: Final = frozenset({"messageEventDefinition", "signalEventDefinition", "escalationEventDefinition"})
START_DEFINITIONS: Final = _CAUGHT
"""Triggers of a start event outside event sub-processes."""
EVENT_DEFINITIONS: Final = {
    "startEvent": _CAUGHT | _FROM_INSIDE | {"compensateEventDefinition"},
    "endEvent": _SENT
    | {
        "terminateEventDefinition",
        "errorEventDefinition",
        "compensateEventDefinition",
        "cancelEventDefinition",
    },
    "intermediateCatchEvent": _CAUGHT | {"linkEventDefinition"},
    "intermediateThrowEvent": _SENT | {"compensateEventDefinition", "linkEventDefinition"},
    "boundaryEvent": _CAUGHT | _FROM_INSIDE | {"compensateEventDefinition", "cancelEventDefinition"},
}
"""Triggers and results that run, by event."""
BEHAVIOR_DEFINITIONS: Final = _SENT | {"errorEventDefinition"}
"""What the items of a multi-instance may throw at its border."""

BEHAVIORS: Final = frozenset({"All", "None", "One", "Complex"})
LARGEST_QUANTITY: Final = 1000
"""Of the tokens that an activity takes or gives (startQuantity, completionQuantity)."""

LANGUAGES: Final = frozenset({"", "python", "text/python", "text/x-python", "application/x-python"})
"""What a script or condition may call its language; all of them mean our expression language."""

ALL_NODES: Final = NODES | {"callChoreography", "choreographyTask", "subChoreography"}
"""All flow nodes of BPMN 2.0 (10.3–10.6, 12.4)."""

NAMED: Final = frozenset({"message", "signal", "error", "escalation"})
"""Declared beside the processes; they steer something if an event or task that runs names them."""

_EXECUTED: Final = NODES | GLOBAL_TASKS | NAMED | {
    "definitions", "process", "incoming", "outgoing", "sequenceFlow", "conditionExpression", "script",
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCardinality",
    "completionCondition", "loopCondition", "inputDataItem", "outputDataItem", "loopDataInputRef",
    "loopDataOutputRef", "complexBehaviorDefinition", "event", "condition", "activationCondition",
    "timeDate", "timeDuration", "timeCycle", "eventDefinitionRef", "dataObject",
    "correlationProperty", "correlationPropertyRetrievalExpression", "messagePath",
    "correlationSubscription", "correlationPropertyBinding", "dataPath",
}  # fmt: skip
_DRAWING: Final = frozenset({
    "documentation", "extensionElements", "textAnnotation", "text", "association", "group", "category",
    "categoryValue", "laneSet", "lane", "childLaneSet", "flowNodeRef", "collaboration", "participant",
    "messageFlow", "participantMultiplicity", "dataObjectReference", "dataStore",
    "dataStoreReference", "dataState", "categoryValueRef", "itemDefinition", "auditing", "monitoring",
    "extension",
})  # fmt: skip
_NOT_CARRIED: Final = frozenset({
    "ioSpecification", "dataInput", "dataOutput", "inputSet", "outputSet", "dataInputRefs", "dataOutputRefs",
    "optionalInputRefs", "optionalOutputRefs", "whileExecutingInputRefs", "whileExecutingOutputRefs",
    "inputSetRefs", "outputSetRefs", "dataInputAssociation", "dataOutputAssociation", "sourceRef",
    "targetRef", "assignment", "from", "to", "transformation", "property", "resource",
    "resourceParameter", "resourceRole", "performer", "humanPerformer", "potentialOwner", "resourceRef",
    "resourceParameterBinding", "resourceAssignmentExpression", "formalExpression", "expression", "rendering",
    "interface", "operation", "operationRef", "inMessageRef", "outMessageRef",
    "errorRef", "interfaceRef", "partnerEntity", "partnerRole", "participantRef", "endPoint", "endPointRef",
    "import", "relationship", "source", "target", "correlationKey", "correlationPropertyRef", "supports",
    "ioBinding", "supportedInterfaceRef",
    "LoopCounter",  # Bizagi's own, in the namespace of BPMN
})  # fmt: skip

_LEVELS: Final = SUB_PROCESSES | {"process"}


def status(element: etree._Element) -> str:
    """Tell what an element of the BPMN model is worth where it stands: executed, drawing … or refused."""
    name, host = local(element), _host(element)
    if name.endswith("EventDefinition"):
        return "executed" if name in allowed_definitions(element.getparent()) else "refused"
    if name == "property" and host in _LEVELS:
        # A variable of its level; those of single activities are not kept apart.
        return "executed"
    if name in _EXECUTED:
        return "executed"
    if name in _DRAWING:
        return "drawing"
    return "not_carried" if name in _NOT_CARRIED else "refused"


def allowed_definitions(host: etree._Element | None) -> frozenset[str]:
    """Give the event definitions that may stand in an element, or that it may name."""
    name = local(host) if host is not None else ""
    if name == "definitions":
        return frozenset().union(*EVENT_DEFINITIONS.values())
    if name == "event":
        return BEHAVIOR_DEFINITIONS
    if name == "startEvent" and host is not None and not _is_event_sub(host.getparent()):
        return START_DEFINITIONS
    return EVENT_DEFINITIONS.get(name, frozenset())


def _is_event_sub(level: etree._Element | None) -> bool:
    return level is not None and level.get("triggeredByEvent", "").strip() in ("true", "1")


def _host(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None else ""
