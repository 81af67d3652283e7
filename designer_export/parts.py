"""Which parts may stand in a flow node, a level or a global task: the engine's tables, as a test holds."""

from functools import cache
from typing import Final

from designer_export.support import ACTIVITIES, EVENTS, GLOBAL_TASKS, NODES, SUB_PROCESSES

LEVEL_PARTS: Final = frozenset({
    "documentation", "extensionElements", "categoryValueRef", "laneSet", "sequenceFlow", "association",
    "textAnnotation", "group",
    "dataObject", "dataObjectReference", "dataStoreReference", "auditing", "monitoring", "property",
    "resourceRole", "performer", "humanPerformer", "potentialOwner", "incoming", "outgoing",
    "multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "completionCondition",
    "correlationSubscription", "ioSpecification", "dataInputAssociation", "dataOutputAssociation", "supports",
    "supportedInterfaceRef", "ioBinding",
})  # fmt: skip
NODE_PARTS: Final = frozenset({
    "documentation", "extensionElements", "incoming", "outgoing", "auditing", "monitoring", "property",
    "resourceRole", "performer", "humanPerformer", "potentialOwner", "rendering", "ioSpecification",
    "dataInputAssociation", "dataOutputAssociation", "categoryValueRef",
})  # fmt: skip
EVENT_PARTS: Final = frozenset(
    {"eventDefinitionRef", "dataInput", "dataOutput", "inputSet", "outputSet", "property"}
)
OWN_PARTS: Final = {
    "scriptTask": frozenset({"script"}),
    "complexGateway": frozenset({"activationCondition"}),
}
_GLOBAL_PARTS: Final = frozenset({"script", "supportedInterfaceRef", "ioBinding"})
_LOOPS: Final = frozenset({"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})


def is_misplaced(name: str, host: str) -> bool:
    """Tell whether a part, no event definition, may not stand in an element of that name."""
    allowed = _allowed(host)
    return allowed is not None and name not in allowed


@cache
def _allowed(host: str) -> frozenset[str] | None:
    if host in SUB_PROCESSES or host == "process":
        return LEVEL_PARTS | NODES
    if host in GLOBAL_TASKS:
        return NODE_PARTS | _GLOBAL_PARTS
    if host not in NODES:
        return None
    allowed = NODE_PARTS | OWN_PARTS.get(host, frozenset())
    allowed |= EVENT_PARTS if host in EVENTS else frozenset()
    return allowed | (_LOOPS if host in ACTIVITIES else frozenset())
