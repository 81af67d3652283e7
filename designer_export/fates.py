"""What becomes of an element in this file: the table of `support`, and whether what runs names it."""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from designer_export.data import DATA, data_fate
from designer_export.namespaces import local
from designer_export.nodes import is_definition, plain_id
from designer_export.parts import is_misplaced
from designer_export.support import NAMED, status

_ATTRIBUTES: Final = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "noneBehaviorEventRef",
    "oneBehaviorEventRef",
    "dataObjectRef",
    "dataStoreRef",
)
_REFERENCES: Final = frozenset({"dataObjectReference", "dataStoreReference", "dataStore"})
"""They tell people something, and steer something where an association names them."""


def named_by(elements: Iterable[etree._Element]) -> frozenset[str]:
    """Give the ids of messages, signals, errors, escalations and event definitions that elements name."""
    return frozenset(_names(elements))


def _names(elements: Iterable[etree._Element]) -> Iterator[str]:
    for element in elements:
        name = local(element)
        if name == "eventDefinitionRef" or (name in ("sourceRef", "targetRef") and _runs(element)):
            yield plain_id(element.text)
        for attribute in _ATTRIBUTES:
            if element.get(attribute):
                yield plain_id(element.get(attribute))


def fate(element: etree._Element, named: frozenset[str]) -> str:
    """Tell what becomes of an element whose process runs; what is declared for nobody is a drawing."""
    name, parent = local(element), element.getparent()
    host = local(parent) if parent is not None else ""
    if not is_definition(element) and is_misplaced(name, host):
        return "refused"
    if name in DATA and status(element) == "not_carried":
        # What a process takes and gives is a variable of it, where an association names it.
        used = element.get("id", "") in named and name in ("dataInput", "dataOutput")
        return "executed" if used else data_fate(element)
    found = status(element)
    if name in _REFERENCES and element.get("id", "") in named:
        return "executed"
    if found != "executed" or element.get("id", "") in named or not _is_declared(element):
        return found
    return "drawing"


def _runs(element: etree._Element) -> bool:
    return data_fate(element) == "executed"


def _is_declared(element: etree._Element) -> bool:
    parent = element.getparent()
    declared = local(element) in NAMED or is_definition(element)
    return declared and parent is not None and local(parent) == "definitions"
