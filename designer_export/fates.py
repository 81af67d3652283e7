"""What becomes of an element in this file: the table of `support`, and whether what runs names it."""

from collections.abc import Iterable, Iterator
from typing import Final

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_definition, plain_id
from designer_export.support import NAMED, status

_ATTRIBUTES: Final = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "noneBehaviorEventRef",
    "oneBehaviorEventRef",
)


def named_by(elements: Iterable[etree._Element]) -> frozenset[str]:
    """Give the ids of messages, signals, errors, escalations and event definitions that elements name."""
    return frozenset(_names(elements))


def _names(elements: Iterable[etree._Element]) -> Iterator[str]:
    for element in elements:
        if local(element) == "eventDefinitionRef":
            yield plain_id(element.text)
        for attribute in _ATTRIBUTES:
            if element.get(attribute):
                yield plain_id(element.get(attribute))


def fate(element: etree._Element, named: frozenset[str]) -> str:
    """Tell what becomes of an element whose process runs; what is declared for nobody is a drawing."""
    found = status(element)
    if found != "executed" or element.get("id", "") in named or not _is_declared(element):
        return found
    return "drawing"


def _is_declared(element: etree._Element) -> bool:
    parent = element.getparent()
    declared = local(element) in NAMED or is_definition(element)
    return declared and parent is not None and local(parent) == "definitions"
