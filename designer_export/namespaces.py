"""The namespaces of BPMN 2.0 and of our own extensions."""

from functools import lru_cache
from typing import Final

from lxml import etree

MODEL: Final = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMNDI: Final = "http://www.omg.org/spec/BPMN/20100524/DI"
DC: Final = "http://www.omg.org/spec/DD/20100524/DC"
DI: Final = "http://www.omg.org/spec/DD/20100524/DI"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XML: Final = "http://www.w3.org/XML/1998/namespace"
TONGBAN: Final = "urn:tongban:bpmn:1.0"

# What is added to another tool's diagram bears the prefix that ours have.
etree.register_namespace("tb", TONGBAN)

_PREFIX: Final = f"{{{MODEL}}}"
_WIDTH: Final = len(_PREFIX)


def bpmn(name: str) -> str:
    """Return the qualified tag of an element of the BPMN model."""
    return f"{{{MODEL}}}{name}"


def tb(name: str) -> str:
    """Return the qualified tag of one of our extension elements."""
    return f"{{{TONGBAN}}}{name}"


def local(element: etree._Element) -> str:
    """Return the local name of a BPMN model element, else the empty string."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: object) -> str:
    # A check asks every element, and a diagram has few tags.
    return tag[_WIDTH:] if isinstance(tag, str) and tag.startswith(_PREFIX) else ""


def namespace(element: etree._Element) -> str:
    """Return the namespace of an element; the empty string for none, comments and instructions."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    return tag[1:].partition("}")[0]


def line_of(element: etree._Element) -> int | None:
    """Return the line of an element in its file, from 1; None if it was not read from one."""
    return element.sourceline if isinstance(element.sourceline, int) else None


def short_name(element: etree._Element, name: str) -> str:
    """Give a qualified name as people write it in this file: with the prefix, if its namespace has one."""
    space, _, own = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    prefix = next((prefix for prefix, uri in element.nsmap.items() if uri == space and prefix), None)
    return f"{prefix}:{own}" if prefix else own
