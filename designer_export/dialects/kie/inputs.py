"""What jBPM gives to a task: the data inputs of its ioSpecification, each assigned a text or a variable."""

from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import is_expression, literal, variable
from designer_export.namespaces import bpmn
from designer_export.nodes import plain_id
from expressions.errors import Untranslatable
from expressions.translation import translate

_REFS: Final = ("dataInputRefs", "optionalInputRefs")


class Inputs:
    """The data inputs of a task by name; an association or several may fill each."""

    def __init__(self, task: etree._Element) -> None:
        own = task.iterfind(f"{bpmn('ioSpecification')}/{bpmn('dataInput')}")
        self._task = task
        self._inputs: Mapping[str, etree._Element] = {item.get("name", ""): item for item in own}

    def __iter__(self) -> Iterator[str]:
        return iter(self._inputs)

    def text(self, name: str) -> str | None:
        """Give the text that is assigned to an input; None if nothing is."""
        found = [part.findtext(f"{bpmn('assignment')}/{bpmn('from')}") for part in self._ways(name)]
        return next((text.strip() for text in found if text and text.strip()), None)

    def source(self, name: str) -> str | None:
        """Give an expression of ours for what an input is filled with; None where there is none."""
        text = self.text(name)
        if text is not None:
            return said(text)
        refs = (part.findtext(bpmn("sourceRef")) for part in self._ways(name))
        return next(filter(None, (variable(plain_id(ref)) for ref in refs)), None)

    def mean(self, carrier: Carrier, *names: str) -> None:
        """Let inputs, and all that fills them, count as read."""
        for name in names:
            item = self._inputs.get(name)
            if item is not None:
                refs = (part for kind in _REFS for part in self._task.iter(bpmn(kind)))
                carrier.meant.update(part for part in refs if plain_id(part.text) == item.get("id"))
                carrier.meant.update(inner for way in self._ways(name) for inner in way.iter(bpmn("*")))
                carrier.meant.add(item)

    def _ways(self, name: str) -> list[etree._Element]:
        item = self._inputs.get(name)
        ways = self._task.iterchildren(bpmn("dataInputAssociation"))
        return [
            way
            for way in ways
            if item is not None and plain_id(way.findtext(bpmn("targetRef"))) == item.get("id")
        ]


def said(text: str) -> str:
    """Say a text that may hold ``#{…}`` in our language; what cannot be said stays as it stands."""
    if not is_expression(text):
        return literal(text)
    try:
        return translate(text, "juel").source
    except Untranslatable:
        return literal(text)
