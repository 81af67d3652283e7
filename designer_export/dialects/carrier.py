"""A diagram while what another tool wrote into it is said in our own words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import bpmn, local, tb
from expressions.translation import Kind, Language, Untranslatable, translate

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

    Writing is done once: what stands there in our words already is left as it is, so that our own diagram,
    in which the other tool's words still stand, may be carried over again.

    Attributes
    ----------
    taken
        Foreign elements (with None) and attributes that have found their place in ours.
    kept
        Those of them that mean nothing to a matter that runs: colours, sizes, ids of the other tool.
    meant
        Elements of the BPMN model that mean something here because a dialect has read them.
    dropped
        Elements of the BPMN model that were left out.
    notes
        What became different on the way.
    changed
        Whether anything was written.
    files
        The other files that the diagram came with, by name.
    keyed
        Data stores that the scripts of an activity call like functions, by the activity.
    """

    def __init__(self, root: etree._Element, files: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        self.files = files or {}
        self.taken: set[tuple[etree._Element, str | None]] = set()
        self.kept: set[tuple[etree._Element, str | None]] = set()
        self.meant: set[etree._Element] = set()
        self.dropped: list[etree._Element] = []
        self.keyed: dict[etree._Element, set[str]] = {}
        self.notes: list[Note] = []
        self.changed = False

    # --- reading

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

    def keep(self, node: etree._Element, attribute: str | None = None) -> None:
        """Let a foreign element, or an attribute, count as one that only serves its own tool."""
        self.taken.add((node, attribute))
        self.kept.add((node, attribute))

    def has(self, host: etree._Element, *path: str) -> bool:
        """Tell whether an element has one of our extensions, given by the names that lead to it."""
        return host.find("/".join((bpmn("extensionElements"), *map(tb, path)))) is not None

    # --- writing

    def write(self, host: etree._Element, name: str, /, **attributes: str) -> etree._Element:
        """Add one of our extensions to an element of the model."""
        return self.inside(self._extensions(host), name, **attributes)

    def inside(self, parent: etree._Element, name: str, /, **attributes: str) -> etree._Element:
        """Add an element of ours within another one."""
        self.changed = True
        return etree.SubElement(parent, tb(name), attributes)

    def step(self, host: etree._Element) -> etree._Element:
        """Give the ``tb:step`` of a task for people, a new one if it has none."""
        return self._one(host, "step")

    def assign(self, host: etree._Element, rule: str, /, **attributes: str) -> None:
        """Add a rule of assignment to a task for people."""
        self.inside(self.step(host), "assign", rule=rule, **attributes)

    def pair(self, host: etree._Element, way: str, name: str, expression: str) -> None:
        """Add a pair (``in`` or ``out``) to the ``tb:mapping`` of an element."""
        self.pair_of(self._one(host, "mapping"), way, name, expression)

    def pair_of(self, owner: etree._Element, way: str, name: str, expression: str) -> None:
        """Add a pair to a mapping or an operation; the first of a name stays."""
        if all(item.get("name") != name for item in owner.iterchildren(tb(way))):
            self.inside(owner, way, name=name, expression=expression)

    def all_of(self, host: etree._Element, *ways: str) -> None:
        """Let a call give (``allIn``) or take (``allOut``) everything."""
        mapping = self._one(host, "mapping")
        for way in ways:
            if mapping.get(way) is None:
                self.changed = True
                mapping.set(way, "true")

    def script(self, host: etree._Element, when: str, text: str, *, each: bool = False) -> None:
        """Add a script of ours before or after an activity."""
        known = host.iterfind(f"{bpmn('extensionElements')}/{tb('script')}")
        said = {(item.get("when"), item.get(ORIGINAL) or item.text) for item in known}
        if (when, text) not in said:
            made = self.write(host, "script", when=when, **({"each": "true"} if each else {}))
            made.text = text

    def model(self, host: etree._Element, name: str, /, **attributes: str) -> etree._Element:
        """Add an element of the BPMN model at the end of another."""
        self.changed = True
        return etree.SubElement(host, bpmn(name), attributes)

    def declare(self, name: str, /, **attributes: str) -> etree._Element:
        """Add an element of the BPMN model beside the processes, before the first of them."""
        self.changed = True
        made: etree._Element = etree.Element(bpmn(name), attributes)
        place = next((at for at, child in enumerate(self.root) if local(child) == "process"), 0)
        self.root.insert(place, made)
        return made

    def put(self, host: etree._Element, name: str, before: tuple[str, ...]) -> etree._Element:
        """Add an element of the BPMN model within another, before any of the elements named."""
        self.changed = True
        made: etree._Element = etree.Element(bpmn(name))
        places = (at for at, child in enumerate(host) if local(child) in before)
        host.insert(next(places, len(host)), made)
        return made

    def set(self, node: etree._Element, /, **attributes: str) -> None:
        """Write attributes of an element of the model."""
        for name, value in attributes.items():
            if node.get(name) != value:
                self.changed = True
                node.set(name, value)

    def drop(self, node: etree._Element) -> None:
        """Leave an element of the model out; the rule `not-carried` names it."""
        around = node.getparent()
        if around is not None:
            self.changed = True
            around.remove(node)
            self.dropped.append(node)

    def become(self, node: etree._Element, name: str) -> None:
        """Let an element of the model be one of another name."""
        if node.tag != bpmn(name):
            self.changed = True
            node.tag = bpmn(name)

    def rewrite(self, node: etree._Element, source: str, original: str, language: str) -> None:
        """Put our words in the place of other ones, which are kept as attributes."""
        self.changed = True
        node.text = source
        node.set(ORIGINAL, original)
        node.set(LANGUAGE, language)
        # What says that it is another language no longer holds.
        task = node.getparent() if local(node) == "script" else None
        if task is None:
            node.set("language", "python")
        else:
            task.set("scriptLanguage" if local(task) == "globalScriptTask" else "scriptFormat", "python")

    def note(self, case: str, node: etree._Element, attribute: str | None = None, **params: object) -> None:
        """Tell that something is carried over otherwise than the other tool would do it."""
        self.notes.append(Note(case, node, attribute, params))

    def said(
        self,
        text: str,
        language: Language,
        node: etree._Element,
        attribute: str | None = None,
        kind: Kind = "expression",
    ) -> str | None:
        """Say an expression in our language; if that cannot be done, note why and give None."""
        try:
            return translate(text, language, kind=kind).source
        except Untranslatable as problem:
            self.note("untranslated", node, attribute, text=text, reason=problem.code)
            return None

    def _one(self, host: etree._Element, name: str) -> etree._Element:
        found = host.find(f"{bpmn('extensionElements')}/{tb(name)}")
        return found if found is not None else self.write(host, name)

    def _extensions(self, host: etree._Element) -> etree._Element:
        found = host.find(bpmn("extensionElements"))
        if found is not None:
            return found
        made: etree._Element = etree.Element(bpmn("extensionElements"))
        # Behind the documentation, where the schema of BPMN wants it.
        place = sum(1 for child in host if local(child) == "documentation")
        host.insert(place, made)
        return made
