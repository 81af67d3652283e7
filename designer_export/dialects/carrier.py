"""A diagram while what another tool wrote into it is said in our own words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import bpmn, local, tb
from expressions.translation import Language, Untranslatable, translate

ORIGINAL: Final = tb("original")
LANGUAGE: Final = tb("language")
"""Attributes of a text that was said in our words: what it was, and in which language."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is carried over, but not as the other tool would do it; ``case`` picks its message."""

    case: str
    node: etree._Element
    attribute: str | None
    params: dict[str, object]


class Carrier:
    """What dialects write with, and what they have read so far.

    Attributes
    ----------
    taken
        Foreign elements (with None) and attributes that have found their place in ours.
    notes
        What became different on the way.
    changed
        Whether anything was written.
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.taken: set[tuple[etree._Element, str | None]] = set()
        self.notes: list[Note] = []
        self.changed = False

    def attribute(self, node: etree._Element, name: str) -> str | None:
        """Read a foreign attribute by its qualified name; None if it is missing or blank."""
        value = node.get(name)
        if value is None:
            return None
        self.taken.add((node, name))
        return value.strip() or None

    def items(self, host: etree._Element, tag: str) -> Iterator[etree._Element]:
        """Read the foreign extensions of an element that have a qualified tag; each counts as carried."""
        for item in host.iterfind(f"{bpmn('extensionElements')}/{tag}"):
            self.take(item)
            yield item

    def take(self, item: etree._Element) -> None:
        """Let a foreign element count as carried; what stands in it counts by itself."""
        self.taken.add((item, None))

    def take_whole(self, item: etree._Element) -> None:
        """Let a foreign element count as carried with all that stands in it."""
        self.taken.update((inner, None) for inner in item.iter("*"))

    def write(self, host: etree._Element, name: str, **attributes: str) -> etree._Element:
        """Add one of our extensions to an element of the model."""
        self.changed = True
        return etree.SubElement(self._extensions(host), tb(name), attributes)

    def step(self, host: etree._Element) -> etree._Element:
        """Give the ``tb:step`` of a task for people, a new one if it has none."""
        found = host.find(f"{bpmn('extensionElements')}/{tb('step')}")
        return found if found is not None else self.write(host, "step")

    def assign(self, host: etree._Element, rule: str, **attributes: str) -> None:
        """Add a rule of assignment to a task for people."""
        etree.SubElement(self.step(host), tb("assign"), {"rule": rule, **attributes})

    def model(self, host: etree._Element, name: str, **attributes: str) -> etree._Element:
        """Add an element of the BPMN model at the end of another."""
        self.changed = True
        return etree.SubElement(host, bpmn(name), attributes)

    def rewrite(self, node: etree._Element, source: str, original: str, language: str) -> None:
        """Put our words in the place of other ones, which are kept as attributes."""
        self.changed = True
        node.text = source
        node.set(ORIGINAL, original)
        node.set(LANGUAGE, language)
        # What says that it is another language no longer holds.
        node.attrib.pop("language", None)
        task = node.getparent() if local(node) == "script" else None
        for name in ("scriptFormat", "scriptLanguage"):
            if task is not None and name in task.attrib:
                task.set(name, "python")

    def note(self, case: str, node: etree._Element, attribute: str | None = None, **params: object) -> None:
        """Tell that something is carried over otherwise than the other tool would do it."""
        self.notes.append(Note(case, node, attribute, params))

    def said(
        self,
        text: str,
        language: Language,
        node: etree._Element,
        attribute: str | None = None,
        kind: str = "expression",
    ) -> str | None:
        """Say an expression in our language; if that cannot be done, note why and give None."""
        try:
            return translate(text, language, kind=kind).source  # type: ignore[arg-type]
        except Untranslatable as problem:
            self.note("untranslated", node, attribute, text=text, reason=problem.code)
            return None

    def _extensions(self, host: etree._Element) -> etree._Element:
        found = host.find(bpmn("extensionElements"))
        if found is not None:
            return found
        made: etree._Element = etree.Element(bpmn("extensionElements"))
        # Behind the documentation, where the schema of BPMN wants it.
        place = sum(1 for child in host if local(child) == "documentation")
        host.insert(place, made)
        return made
