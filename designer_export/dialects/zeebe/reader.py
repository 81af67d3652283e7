"""Reads Zeebe's namespace: a text that begins with ``=`` is FEEL, any other is what it says."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import literal
from designer_export.namespaces import bpmn

ZEEBE: Final = "http://camunda.org/schema/zeebe/1.0"


def zeebe(name: str) -> str:
    """Give the qualified name of one of Zeebe's elements."""
    return f"{{{ZEEBE}}}{name}"


def one(carrier: Carrier, host: etree._Element, name: str) -> etree._Element | None:
    """Read the first extension of an element that has a name; it counts as carried."""
    return next(carrier.items(host, zeebe(name)), None)


def look(host: etree._Element, name: str) -> etree._Element | None:
    """Look at the first extension of an element that has a name."""
    return host.find(f"{bpmn('extensionElements')}/{zeebe(name)}")


def children(carrier: Carrier, host: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Read the children of an extension that have a name; each counts as carried."""
    for item in host.iterchildren(zeebe(name)) if host is not None else ():
        carrier.take(item)
        yield item


def value(carrier: Carrier, text: str, node: etree._Element) -> str | None:
    """Say a text as an expression of ours; None, with a note, if that cannot be done."""
    text = text.strip()
    return carrier.said(text, "feel", node) if text.startswith("=") else literal(text)
