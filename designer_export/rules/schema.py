"""A diagram keeps to the schema of BPMN 2.0.2: what stands where, how often, and with which values."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.findings import Finding, Level, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.specification import Element, elements
from designer_export.structure import disordered, lacking

ID = "schema"
_TYPES: Final = {
    "boolean": re.compile(r"true|false|1|0"),
    "integer": re.compile(r"[+-]?\d+"),
    "int": re.compile(r"[+-]?\d+"),
}
_ID: Final = re.compile(r"[^\W\d][\w.·-]*")
"""A name without a colon (XML Schema 2, 3.3.8)."""
_ELSEWHERE: Final = frozenset({
    ("sequenceFlow", "sourceRef"), ("sequenceFlow", "targetRef"), ("boundaryEvent", "attachedToRef"),
    ("linkEventDefinition", "name"), ("definitions", "targetNamespace"),
    ("conditionalEventDefinition", "condition"),
    ("dataInputAssociation", "targetRef"), ("dataOutputAssociation", "targetRef"),
    ("multiInstanceLoopCharacteristics", "behavior"), ("standardLoopCharacteristics", "loopMaximum"),
})  # fmt: skip
"""Told by rules of their own; a missing target namespace means nothing here."""
_OTHERWISE: Final = {"messagePath": "formalExpression"}
"""What SpiffArena writes in the place of a part."""
_SETS: Final = frozenset({"inputSet", "outputSet"})
"""Which data go together: nobody asks for it here."""
_QUANTITIES: Final = frozenset({"startQuantity", "completionQuantity"})
"""Told by `unsupported-attribute`."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse what the schema forbids; advise where only the order is another, or text stands between."""
    own = frozenset(model.carried.elements)
    for element in model.carried.elements:
        known = elements().get(local(element))
        if known is None:
            # The rule `unsupported-element` speaks of it.
            continue
        yield from _attributes(model, element, known)
        if element in model.misplaced:
            yield _place(element)
        yield from _parts(model, element, [child for child in element if child in own])
        if not known.text and _has_text(element):
            yield finding(ID, "advice", element, case="text", kind=local(element))


def _attributes(model: Model, element: etree._Element, known: Element) -> Iterator[Finding]:
    name = local(element)
    level: Level = "advice" if element in model.drawn else "refused"
    for attribute in sorted(known.required):
        if element.get(attribute) is None and (name, attribute) not in _ELSEWHERE:
            yield finding(
                ID, level, element, case="attribute", attribute=attribute, kind=name, setting=attribute
            )
    for attribute, value in ((str(one), str(text)) for one, text in element.attrib.items()):
        kind = known.attributes.get(attribute)
        if kind is None or attribute in _QUANTITIES or (name, attribute) in _ELSEWHERE:
            continue
        if kind == "ID":
            yield from _id(element, value.strip())
        elif not _is_value(value.strip(), kind):
            yield _value(element, attribute, value, kind)


def _value(element: etree._Element, attribute: str, value: str, kind: str | tuple[str, ...]) -> Finding:
    choices = ", ".join(kind) if isinstance(kind, tuple) else kind
    return finding(
        ID,
        "refused",
        element,
        case="value",
        attribute=attribute,
        setting=attribute,
        value=value,
        choices=choices,
    )


def _id(element: etree._Element, value: str) -> Iterator[Finding]:
    """Many tools begin an id with a digit: that is no XML, but hurts nobody."""
    if value and not _ID.fullmatch(value):
        level: Level = "advice" if _ID.fullmatch(f"_{value}") else "refused"
        yield finding(ID, level, element, case="id", attribute="id", value=value)


def _is_value(value: str, kind: str | tuple[str, ...]) -> bool:
    if isinstance(kind, tuple):
        return value in kind
    pattern = _TYPES.get(kind)
    return pattern is None or pattern.fullmatch(value) is not None


def _place(element: etree._Element) -> Finding:
    around = element.getparent()
    host = etree.QName(around).localname if around is not None else ""
    return finding(ID, "refused", element, case="place", kind=local(element), host=host)


def _parts(model: Model, element: etree._Element, parts: list[etree._Element]) -> Iterator[Finding]:
    host = local(element)
    for case, part in disordered(element, parts):
        if model.fate(part) != "refused":
            level: Level = "refused" if case == "count" else "advice"
            yield finding(ID, level, part, case=case, kind=local(part), host=host)
    runs = model.fate(element) == "executed"
    for missing in lacking(element):
        told = runs and (host, missing) in _ELSEWHERE
        if not told and element.find(bpmn(_OTHERWISE.get(missing, missing))) is None:
            grave: Level = "refused" if runs and missing not in _SETS else "advice"
            yield finding(ID, grave, element, case="part", kind=missing, host=host)


def _has_text(element: etree._Element) -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)
