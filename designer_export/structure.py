"""Where the elements of a diagram do not stand as the schema of BPMN 2.0.2 has them."""

from collections.abc import Collection, Iterator
from typing import Final

from lxml import etree

from designer_export.namespaces import local
from designer_export.specification import Element, elements

OPEN: Final = frozenset({
    "documentation", "extensionElements", "extension", "text", "script", "conditionExpression",
})  # fmt: skip
"""Elements that may hold anything."""

Fault = tuple[str, etree._Element]
"""What is wrong (place, count, order) with an element."""


def misplaced(host: etree._Element, parts: Collection[etree._Element]) -> Iterator[etree._Element]:
    """Yield those parts of an element that BPMN knows, but not there."""
    known = elements().get(local(host))
    if known is None or local(host) in OPEN:
        return
    allowed = frozenset().union(*(part.names for part in known.parts))
    for part in parts:
        if local(part) in elements() and local(part) not in allowed:
            yield part


def is_astray(part: etree._Element) -> bool:
    """Tell whether an element of the model stands in something that is none, such as the drawing."""
    host = part.getparent()
    return host is not None and not local(host)


def disordered(host: etree._Element, parts: Collection[etree._Element]) -> Iterator[Fault]:
    """Yield the parts of an element that are too many (`count`), and the first one that comes too late."""
    known = elements().get(local(host))
    if known is None or local(host) in OPEN:
        return
    counts = [0] * len(known.parts)
    last, told = 0, False
    for part in parts:
        place = _place(known, local(part))
        if place is None:
            continue
        counts[place] += 1
        if known.parts[place].most and counts[place] > known.parts[place].most:
            yield "count", part
        elif place < last and not told:
            told = True
            yield "order", part
        last = max(last, place)


def lacking(host: etree._Element) -> Iterator[str]:
    """Yield the names of parts that an element must have and has not."""
    known = elements().get(local(host))
    there = {local(child) for child in host}
    for part in known.parts if known is not None else ():
        if part.least and not part.names & there:
            yield min(part.names)


def _place(known: Element, name: str) -> int | None:
    return next((place for place, part in enumerate(known.parts) if name in part.names), None)
