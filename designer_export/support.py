"""What becomes of each element of the BPMN model: one declarative table (design, *How the rooms meet*).

``executed``
    The engine runs it, or it is part of what the engine runs.
``drawing``
    It tells people something and steers nothing; it stays in the diagram.
``not_carried``
    It would mean something to another engine; here it means nothing, and a finding says so.
``refused``
    The diagram cannot run with it. Everything that stands nowhere in the table is refused.

A test holds `NODES` and `EVENT_DEFINITIONS` equal to what the engine's parser takes.
"""

from typing import Final

from lxml import etree

from designer_export.namespaces import local

TASKS: Final = frozenset({"task", "userTask", "manualTask", "scriptTask", "serviceTask"})
GATEWAYS: Final = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway"})
EVENTS: Final = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent"})
NODES: Final = TASKS | GATEWAYS | EVENTS | {"subProcess"}
"""Flow nodes that run."""

EVENT_DEFINITIONS: Final = {
    "startEvent": frozenset[str](),
    "endEvent": frozenset({"terminateEventDefinition"}),
    "intermediateCatchEvent": frozenset({"timerEventDefinition"}),
    "intermediateThrowEvent": frozenset[str](),
}
"""Triggers and results that run, by event."""

ATTRIBUTES: Final = {
    "isForCompensation": "false",
    "startQuantity": "1",
    "completionQuantity": "1",
    "triggeredByEvent": "false",
    "instantiate": "false",
    "behavior": "All",
}
"""Attributes of the model with the only value that runs."""

LANGUAGES: Final = frozenset({"", "python", "text/python", "text/x-python", "application/x-python"})
"""What a script or condition may call its language; all of them mean our expression language."""

ALL_NODES: Final = NODES | {
    "sendTask", "receiveTask", "businessRuleTask", "callActivity", "transaction", "adHocSubProcess",
    "complexGateway", "eventBasedGateway", "boundaryEvent",
    "callChoreography", "choreographyTask", "subChoreography",
}  # fmt: skip
"""All flow nodes of BPMN 2.0 (10.3–10.6, 12.4)."""

_EXECUTED: Final = NODES | {
    "definitions", "process", "incoming", "outgoing", "sequenceFlow", "conditionExpression", "script",
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCardinality",
    "completionCondition", "loopCondition", "inputDataItem", "outputDataItem", "loopDataInputRef",
    "loopDataOutputRef", "timeDate", "timeDuration",
}  # fmt: skip
_DRAWING: Final = frozenset({
    "documentation", "extensionElements", "textAnnotation", "text", "association", "group", "category",
    "categoryValue", "laneSet", "lane", "childLaneSet", "flowNodeRef", "collaboration", "participant",
    "messageFlow", "participantMultiplicity", "dataObject", "dataObjectReference", "dataStore",
    "dataStoreReference", "dataState", "itemDefinition", "auditing", "monitoring", "extension",
})  # fmt: skip
_NOT_CARRIED: Final = frozenset({
    "ioSpecification", "dataInput", "dataOutput", "inputSet", "outputSet", "dataInputRefs", "dataOutputRefs",
    "optionalInputRefs", "optionalOutputRefs", "whileExecutingInputRefs", "whileExecutingOutputRefs",
    "inputSetRefs", "outputSetRefs", "dataInputAssociation", "dataOutputAssociation", "sourceRef",
    "targetRef", "assignment", "from", "to", "transformation", "property", "resource",
    "resourceParameter", "resourceRole", "performer", "humanPerformer", "potentialOwner", "resourceRef",
    "resourceParameterBinding", "resourceAssignmentExpression", "formalExpression", "expression", "rendering",
    "message", "signal", "error", "escalation", "interface", "operation", "inMessageRef", "outMessageRef",
    "errorRef", "interfaceRef", "partnerEntity", "partnerRole", "participantRef", "endPoint", "endPointRef",
    "import", "relationship", "source", "target", "correlationKey", "correlationProperty",
    "correlationPropertyRef", "correlationPropertyRetrievalExpression", "messagePath",
    "correlationSubscription", "correlationPropertyBinding", "dataPath", "supports", "ioBinding",
    "supportedInterfaceRef",
})  # fmt: skip

_LEVEL: Final = frozenset({
    "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "ioBinding", "supports",
    "supportedInterfaceRef", "correlationSubscription",
})  # fmt: skip
_EVENT: Final = frozenset({"dataInput", "dataOutput", "inputSet", "outputSet"})
REFUSED_WITHIN: Final = {"process": _LEVEL, "subProcess": _LEVEL, **dict.fromkeys(EVENTS, _EVENT)}
"""Parts that mean nothing elsewhere and change what these hosts exchange with others."""


def status(element: etree._Element) -> str:
    """Tell what becomes of an element of the BPMN model: executed, drawing, not_carried or refused."""
    name = local(element)
    if name.endswith("EventDefinition"):
        return _event_definition(element, name)
    if name in REFUSED_WITHIN.get(_host(element), frozenset()):
        return "refused"
    if name in _EXECUTED:
        return "executed"
    if name in _DRAWING:
        return "drawing"
    return "not_carried" if name in _NOT_CARRIED else "refused"


def _event_definition(element: etree._Element, name: str) -> str:
    host = _host(element)
    if host == "definitions":
        return "not_carried"
    return "executed" if name in EVENT_DEFINITIONS.get(host, frozenset()) else "refused"


def _host(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None else ""
