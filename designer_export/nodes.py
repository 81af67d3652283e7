"""What kind of node an element is, beyond its name."""

from typing import Final

from lxml import etree

from designer_export.namespaces import local
from designer_export.support import ACTIVITIES

DEFINITION: Final = "EventDefinition"


def flag(element: etree._Element, name: str, default: str = "false") -> bool:
    """Read a boolean attribute."""
    return element.get(name, default).strip() in ("true", "1")


def is_event_sub(node: etree._Element) -> bool:
    """Tell whether a node is an event sub-process (BPMN 2.0.2, 10.3.5)."""
    return local(node) == "subProcess" and flag(node, "triggeredByEvent")


def is_handler(node: etree._Element) -> bool:
    """Tell whether an activity runs only to undo another (BPMN 2.0.2, 10.7)."""
    return local(node) in ACTIVITIES and flag(node, "isForCompensation") and not is_event_sub(node)


def is_beside(node: etree._Element) -> bool:
    """Tell whether a node stands beside the flow: no flow leads to it, none leaves it."""
    return is_event_sub(node) or is_handler(node)


def is_triggered(node: etree._Element) -> bool:
    """Tell whether an event has an event definition of its own or names one."""
    return any(is_definition(child) or local(child) == "eventDefinitionRef" for child in node)


def is_definition(element: etree._Element) -> bool:
    """Tell whether an element is an event definition."""
    return local(element).endswith(DEFINITION)


def kind_of(definition: etree._Element) -> str:
    """Give the kind of an event definition: message, timer, compensate …"""
    return local(definition).removesuffix(DEFINITION)


def plain_id(reference: str | None) -> str:
    """Return an id without its namespace prefix."""
    return (reference or "").strip().rpartition(":")[2]
