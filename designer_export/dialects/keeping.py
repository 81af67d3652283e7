"""What only serves the tool that drew a diagram: it is known, stays where it stands, and steers nothing."""

from collections.abc import Container, Iterator
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn

_NOTHING: Final = frozenset({"", "[]", "{}"})


def keep_attributes(carrier: Carrier, space: str, names: Container[str]) -> None:
    """Keep the attributes of a namespace that have one of the names, wherever they stand."""
    prefix = f"{{{space}}}"
    for node in carrier.root.iter("*"):
        for attribute in map(str, node.attrib):
            if attribute.startswith(prefix) and attribute.removeprefix(prefix) in names:
                carrier.keep(node, attribute)


def keep_elements(carrier: Carrier, space: str, names: Container[str], *, whole: bool = False) -> None:
    """Keep the extensions of a namespace that have one of the names; ``whole``: with all that is in them."""
    for item in extensions(carrier, space):
        if etree.QName(item).localname in names:
            if whole:
                keep_whole(carrier, item, space)
            else:
                carrier.keep(item)


def keep_whole(carrier: Carrier, item: etree._Element, space: str) -> None:
    """Keep an extension and what of its own namespace stands in it; anything else is not known."""
    for part in item.iter(f"{{{space}}}*"):
        carrier.keep(part)


def extensions(carrier: Carrier, space: str) -> Iterator[etree._Element]:
    """Give the elements of a namespace that stand within extensionElements, at any depth."""
    for holder in carrier.root.iter(bpmn("extensionElements")):
        yield from holder.iterdescendants(f"{{{space}}}*")


def says_nothing(value: str | None) -> bool:
    """Tell whether a value is an empty text, list or object."""
    return (value or "").strip() in _NOTHING
