"""A reference names an element of the kind that is meant (BPMN 2.0.2, chapters 8 to 10)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.findings import Finding, Level, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.support import ACTIVITIES, ALL_NODES

ID = "reference-kind"
_ITEM: Final = frozenset({"itemDefinition"})
_KINDS: Final = {
    ("participant", "processRef"): frozenset({"process"}),
    ("dataObjectReference", "dataObjectRef"): frozenset({"dataObject"}),
    ("dataStoreReference", "dataStoreRef"): frozenset({"dataStore"}),
    ("compensateEventDefinition", "activityRef"): ACTIVITIES,
    ("messageFlow", "messageRef"): frozenset({"message"}),
    ("message", "itemRef"): _ITEM,
    ("error", "structureRef"): _ITEM,
    ("escalation", "structureRef"): _ITEM,
    ("signal", "structureRef"): _ITEM,
    ("group", "categoryValueRef"): frozenset({"categoryValue"}),
    ("correlationPropertyRetrievalExpression", "messageRef"): frozenset({"message"}),
    ("correlationSubscription", "correlationKeyRef"): frozenset({"correlationKey"}),
    ("correlationPropertyBinding", "correlationPropertyRef"): frozenset({"correlationProperty"}),
}
_ANYWHERE: Final = {"itemSubjectRef": _ITEM, "operationRef": frozenset({"operation"})}
"""Attributes that mean the same wherever they stand."""
_TEXTS: Final = {
    "correlationPropertyRef": frozenset({"correlationProperty"}),
    "inMessageRef": frozenset({"message"}),
    "outMessageRef": frozenset({"message"}),
    "resourceRef": frozenset({"resource"}),
}
_ENDS: Final = {"incoming": "targetRef", "outgoing": "sourceRef"}
_FLOWS: Final = frozenset({"sequenceFlow", "messageFlow", "association"})
_BESIDE: Final = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInput",
        "dataOutput",
        "textAnnotation",
        "group",
    }
)
"""Tools that draw put these into lanes as well."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse references to an element that is there, but of a kind that cannot be meant."""
    for element in model.running:
        for attribute, target, kinds in _references(element):
            found = model.by_id.get(plain_id(target))
            if found and local(found[0]) not in kinds:
                yield _finding(element, attribute, found[0], "refused")
        name, text = local(element), plain_id(element.text)
        if name in _ENDS and text in model.by_id:
            yield from _end(element, model.by_id[text][0])
        elif name == "flowNodeRef" and text in model.by_id:
            yield from _lane(element, model.by_id[text][0])


def _references(element: etree._Element) -> Iterator[tuple[str, str, frozenset[str]]]:
    name = local(element)
    for attribute, value in ((str(one), str(text)) for one, text in element.attrib.items()):
        kinds = _KINDS.get((name, attribute)) or _ANYWHERE.get(attribute)
        if kinds:
            yield attribute, value, kinds
    if name in _TEXTS:
        yield name, element.text or "", _TEXTS[name]


def _end(element: etree._Element, flow: etree._Element) -> Iterator[Finding]:
    """What a node calls its flow begins or ends there; tools that draw name other lines as well."""
    node = element.getparent()
    own = node.get("id") if node is not None else None
    if local(flow) not in _FLOWS:
        yield _finding(element, local(element), flow, "refused")
    elif local(flow) == "sequenceFlow" and flow.get(_ENDS[local(element)]) != own:
        side = local(element)
        yield finding(
            ID,
            "refused",
            element,
            case="flow",
            attribute=side,
            setting=side,
            element=(node.get("name") or own) if node is not None else "",
            target=flow.get("id"),
            end=_ENDS[side],
        )


def _lane(element: etree._Element, named: etree._Element) -> Iterator[Finding]:
    if local(named) not in ALL_NODES:
        level: Level = "advice" if local(named) in _BESIDE else "refused"
        yield _finding(element, "flowNodeRef", named, level)


def _finding(element: etree._Element, attribute: str, named: etree._Element, level: Level) -> Finding:
    target, kind = named.get("id"), local(named)
    return finding(ID, level, element, attribute=attribute, setting=attribute, target=target, kind=kind)
