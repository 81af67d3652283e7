"""Events and tasks name the message, signal, error, escalation or definition they mean (BPMN 10.5.5)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.drawings import weight
from designer_export.findings import Finding, Repair, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.support import BEHAVIOR_DEFINITIONS, allowed_definitions

ID = "event-reference"

_NAMING: Final = {
    "messageEventDefinition": "message",
    "sendTask": "message",
    "receiveTask": "message",
    "signalEventDefinition": "signal",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
}
_DECLARE: Final = Repair("declare", automatic=True)
_NEEDED: Final = frozenset({"message", "signal"})
"""Errors and escalations may be meant whatever their code."""


def check(model: Model) -> Iterator[Finding]:
    """Ask for missing references; refuse those that lead to nothing, or to something of another kind."""
    for element in model.running:
        kind = _NAMING.get(local(element)) if element.get("id", "") not in model.operations else None
        if kind is not None and model.fate(element) == "executed":
            yield from _named(model, element, kind)
        elif local(element) == "eventDefinitionRef":
            allowed = allowed_definitions(element.getparent())
            yield from _definition(model, element, allowed, element.text, "eventDefinitionRef")
        elif local(element) == "multiInstanceLoopCharacteristics":
            behavior = element.get("behavior", "All").lower()
            attribute = f"{behavior}BehaviorEventRef"
            if behavior in ("none", "one") and element.get(attribute):
                reference = element.get(attribute)
                yield from _definition(model, element, BEHAVIOR_DEFINITIONS, reference, attribute)


def _named(model: Model, element: etree._Element, kind: str) -> Iterator[Finding]:
    attribute = f"{kind}Ref"
    reference = element.get(attribute, "")
    found = model.declared.get(plain_id(reference))
    if not reference:
        if kind in _NEEDED:
            yield finding(ID, "complete", owner(element), case=kind, attribute=attribute, repair=_DECLARE)
    elif found is None or local(found) != kind:
        level = "refused" if found is not None else weight(element)
        repair = _DECLARE if level == "complete" else None
        node = owner(element)
        yield finding(ID, level, node, attribute=attribute, repair=repair, target=reference, kind=kind)


def _definition(
    model: Model, element: etree._Element, allowed: frozenset[str], reference: str | None, attribute: str
) -> Iterator[Finding]:
    """What is named must be an event definition, of a kind that may stand where it is named."""
    found = model.definitions.get(plain_id(reference))
    target = (reference or "").strip()
    if found is None:
        yield finding(ID, "refused", owner(element), case="definition", attribute=attribute, target=target)
    elif local(found) not in allowed:
        kind, node = local(found), owner(element)
        yield finding(ID, "refused", node, case="unfit", attribute=attribute, target=target, kind=kind)
