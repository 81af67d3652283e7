"""What begins a service: somebody by hand, or events (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from designer_export.errors import Unreadable
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, is_definition, is_triggered, kind_of, plain_id
from designer_export.reading import read
from designer_export.timers import is_timer_text


@dataclass(frozen=True, slots=True)
class Begun:
    """An event that begins a process.

    Attributes
    ----------
    element, name
        The start event, and what people call it.
    kind
        ``timer``, ``message``, ``signal`` …
    said
        The timer's text, or the name of the message or signal; empty if nothing is said.
    """

    element: str
    name: str
    kind: str
    said: str


def begun_by_events(data: bytes) -> tuple[Begun, ...]:
    """Give the events that begin a service that nobody starts by hand; none if somebody can, or may be."""
    try:
        root = read(data).root
    except Unreadable:
        return ()
    processes = [item for item in root.iterchildren(bpmn("process")) if flag(item, "isExecutable", "true")]
    starts = [[item for item in process if local(item) == "startEvent"] for process in processes]
    if not all(starts) or any(not is_triggered(item) for found in starts for item in found):
        return ()
    return tuple(begun for found in starts for start in found for begun in _of(root, start))


def _of(root: etree._Element, start: etree._Element) -> Iterator[Begun]:
    named = {plain_id(item.text) for item in start if local(item) == "eventDefinitionRef"}
    shared = [item for item in root if is_definition(item) and item.get("id") in named]
    for item in [*(part for part in start if is_definition(part)), *shared]:
        name = " ".join((start.get("name") or "").split())
        yield Begun(start.get("id", ""), name, kind_of(item), _said(root, item))


def _said(root: etree._Element, definition: etree._Element) -> str:
    kind = kind_of(definition)
    texts = [(part.text or "").strip() for part in definition if is_timer_text(local(part))]
    if texts:
        return texts[0]
    reference = plain_id(definition.get(f"{kind}Ref"))
    meant = (item for item in root.iterchildren(bpmn(kind)) if item.get("id") == reference)
    return next((item.get("name") or reference for item in meant), "")
