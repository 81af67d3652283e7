"""What a repair may be told besides: what there is to choose from, or what may be typed."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from designer_export.form_facts import FormFacts
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_beside, is_triggered
from designer_export.repairs.sheet import Sheet, nodes_of

Words = Mapping[str, str]
LONGEST: Final = 200
"""Of what is typed."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be chosen: what the repair is told, and what people read."""

    value: str
    words: Words


@dataclass(frozen=True, slots=True)
class Choice:
    """What a repair asks.

    Attributes
    ----------
    question, usual
        What is to be chosen, and what happens if nothing is.
    options
        What may be chosen; empty where only something typed will do.
    typed
        What may be typed instead; None: nothing.
    example
        What such a text looks like.
    prefixes
        What stands before a text when it is told to the repair: before one that is typed the first of them,
        before keys that only whoever asks can know of the others.
    """

    question: Words
    usual: Words
    options: tuple[Option, ...] = ()
    typed: Words | None = None
    example: str = ""
    prefixes: tuple[str, ...] = ("",)

    def allows(self, told: str) -> bool:
        """Whether a repair may be told this."""
        if told in (option.value for option in self.options):
            return True
        texts = (told.removeprefix(prefix) for prefix in self.prefixes if told.startswith(prefix))
        return self.typed is not None and any(0 < len(text.strip()) <= LONGEST for text in texts)

    def with_options(self, options: Iterable[Option]) -> "Choice":
        """Offer more than the diagram knows of."""
        return replace(self, options=(*self.options, *options))


def choice_of(repair: str, sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Choice | None:
    """Say what a repair of an element asks; None if it asks nothing there."""
    words = _words().get(repair)
    if words is None:
        return None
    offered = tuple(_OFFERED.get(repair, _nothing)(sheet, node, form))
    typed = words.get("typed")
    if repair == "label-outcomes" and (form is not None or not _two_ways(sheet, node)):
        typed = None  # a field that the form does not have would always say no
    if not offered and typed is None:
        return None
    example = words.get("example", {}).get("en", "")
    return Choice(words["question"], words["usual"], offered, typed, example, _PREFIXES.get(repair, ("",)))


def _nothing(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    yield from ()


def _front(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    yield Option("front", _words()["add-apply"]["front"])


def _initiator(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    yield Option("initiator", _words()["assign-unit-head"]["initiator"])


def _undoing(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    """Activities that no flow reaches or leaves: only such a one undoes (BPMN 2.0.2, 10.7)."""
    host = node.get("attachedToRef")
    for item in nodes_of(sheet.level(node)):
        alone = not sheet.incoming(item) and not sheet.outgoing(item)
        if alone and item.get("id") != host and not local(item).endswith(("Event", "Gateway")):
            yield _named(item)


def _beginnings(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    inside = (item for item in nodes_of(node) if local(item) != "boundaryEvent" and not is_beside(item))
    yield from map(_named, inside)


def _sources(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    for item in nodes_of(sheet.level(node)):
        if item is not node and local(item) != "endEvent" and not is_beside(item):
            yield _named(item)


def _starts(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    yield from (_named(item) for item in node if local(item) == "startEvent" and not is_triggered(item))


def _processes(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    yield from map(_named, sheet.root.iterchildren(bpmn("process")))


def _fields(sheet: Sheet, node: etree._Element, form: FormFacts | None) -> Iterator[Option]:
    if form is not None and _two_ways(sheet, node):
        boxes = (pointer[1:] for pointer, control in form.controls.items() if control == "checkbox")
        yield from (Option(name, _both(name)) for name in boxes if name.isidentifier())


def _two_ways(sheet: Sheet, node: etree._Element) -> bool:
    flow = node if local(node) == "sequenceFlow" else sheet.level(node)
    gateway = sheet.source(flow)
    return gateway is not None and len(sheet.outgoing(gateway)) == 2


def _named(item: etree._Element) -> Option:
    name, identifier = " ".join((item.get("name") or "").split()), item.get("id", "")
    said = f"{name} ({identifier})" if name and name != identifier else identifier
    return Option(identifier, _both(said))


def _both(words: str) -> Words:
    """A name that is no word of ours is the same in every language."""
    return dict.fromkeys(("zh-CN", "en"), words)


_OFFERED: Final[Mapping[str, Callable[[Sheet, etree._Element, FormFacts | None], Iterator[Option]]]] = {
    "add-apply": _front,
    "add-handler": _undoing,
    "add-start": _beginnings,
    "assign-unit-head": _initiator,
    "choose-process": _processes,
    "connect": _sources,
    "join-starts": _starts,
    "label-outcomes": _fields,
}

_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {"assign-unit-head": ("person:", "group:")}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("designer_export") / "choices.toml").read_text("utf-8"))


ASKING: Final = frozenset(_words())
"""The repairs that ask something, if there is anything to choose from."""
