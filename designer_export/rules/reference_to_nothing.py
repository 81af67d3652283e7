"""A reference names an element of the file (BPMN 2.0.2, 15.3.2); events have a rule of their own."""

from collections.abc import Iterator

from lxml import etree

from designer_export.drawings import is_drawing
from designer_export.findings import Finding, Level, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local

ID = "reference-to-nothing"


_ATTRIBUTES = {
    "sequenceFlow": ("sourceRef", "targetRef"),
    "messageFlow": ("sourceRef", "targetRef", "messageRef"),
    "association": ("sourceRef", "targetRef"),
    "participant": ("processRef",),
    "dataObjectReference": ("dataObjectRef",),
    "dataStoreReference": ("dataStoreRef",),
    "compensateEventDefinition": ("activityRef",),
    "group": ("categoryValueRef",),
    "message": ("itemRef",),
    "sendTask": ("operationRef",),
    "receiveTask": ("operationRef",),
    "serviceTask": ("operationRef",),
    "correlationPropertyRetrievalExpression": ("messageRef",),
    "correlationPropertyBinding": ("correlationPropertyRef",),
}
_ANYWHERE = ("itemSubjectRef",)
"""Attributes that name the same wherever they stand."""
_DECLARED = frozenset(
    {
        "dataInputRefs",
        "dataOutputRefs",
        "resourceRef",
        "inMessageRef",
        "outMessageRef",
        "correlationPropertyRef",
    }
)
_TEXTS = frozenset({"incoming", "outgoing", "flowNodeRef"}) | _DECLARED
_LENIENT = (
    frozenset({"dataStoreRef", "dataObjectRef", "itemRef", "messageRef", "operationRef", *_ANYWHERE})
    | _DECLARED
)
"""What these name leaves what runs as it is in a drawing; the value of a group's category does everywhere."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse references to nothing; advise where tools that draw leave out what is meant."""
    known = set(model.by_id)
    outside = next(model.root.iterchildren(bpmn("import")), None) is not None
    for element in model.running:
        name = local(element)
        for attribute in (*_ATTRIBUTES.get(name, ()), *_ANYWHERE):
            target = element.get(attribute, "")
            if target and not _found(target, known, outside):
                yield finding(
                    ID, _level(element, attribute), element, attribute=attribute, target=target, kind=name
                )
        text = (element.text or "").strip()
        if name in _TEXTS and text and not _found(text, known, outside):
            yield finding(ID, _level(element, name), element, attribute=name, target=text, kind=name)


def _found(target: str, known: set[str], outside: bool) -> bool:
    """Look an id up with and without its prefix; a prefixed one may live in an imported file."""
    prefix, colon, name = target.rpartition(":")
    return target in known or (bool(colon) and (name in known or (outside and bool(prefix))))


def _level(element: etree._Element, attribute: str) -> Level:
    harmless = attribute == "categoryValueRef" or (attribute in _LENIENT and is_drawing(element))
    return "advice" if harmless else "refused"
