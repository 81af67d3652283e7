"""A diagram while it is mended: the tree of the upload, and what repairs draw with."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.drawings import ASSUMED
from designer_export.elements import model_elements
from designer_export.namespaces import bpmn, local, tb
from designer_export.native import DONE, StepSettings, extension
from designer_export.nodes import is_definition, plain_id
from designer_export.repairs.plane import Plane
from designer_export.scopes import Scope, read_scope
from designer_export.support import ALL_NODES

_BEFORE_PARTS: Final = (
    "documentation", "extensionElements", "auditing", "monitoring", "categoryValueRef",
)  # fmt: skip
_LEVEL_END: Final = frozenset({
    "association", "textAnnotation", "group", "resourceRole", "performer", "humanPerformer", "potentialOwner",
    "correlationSubscription", "supports", "completionCondition",
})  # fmt: skip
_UNFIT: Final = re.compile(r"[^\w.-]+")


class Sheet:
    """The upload's tree with its flows indexed; every change of a flow goes through here.

    Attributes
    ----------
    root
        ``bpmn:definitions``.
    carrier
        Writes our extensions.
    steps
        Settings of the steps as rules read them, what other tools say among them.
    unreadable
        Conditions and scripts that are no expressions of ours, and cannot be translated.
    plane
        Where things stand in the drawing, if there is one.
    """

    def __init__(
        self,
        root: etree._Element,
        steps: Mapping[str, StepSettings] | None = None,
        unreadable: Iterable[etree._Element] = (),
    ) -> None:
        self.root = root
        self._steps = steps or {}
        self.unreadable = set(unreadable)
        self.carrier = Carrier(root)
        self.plane = Plane(root)
        self._ids = {item.get("id", ""): item for item in root.iter("*") if item.get("id")}
        # What extensions hold, outcomes among it, may be called like a node: the node is what is meant.
        self._ids |= {item.get("id", ""): item for item in model_elements(root) if item.get("id")}
        self._out: dict[str, list[etree._Element]] = defaultdict(list)
        self._in: dict[str, list[etree._Element]] = defaultdict(list)
        for flow in root.iter(bpmn("sequenceFlow")):
            self._out[flow.get("sourceRef", "")].append(flow)
            self._in[flow.get("targetRef", "")].append(flow)

    # --- looking

    def find(self, identifier: str) -> etree._Element | None:
        """Return the element with an id."""
        return self._ids.get(identifier)

    def outgoing(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that leave a node."""
        return list(self._out[node.get("id", "")]) if node.get("id") else []

    def incoming(self, node: etree._Element) -> list[etree._Element]:
        """Return the flows that lead to a node."""
        return list(self._in[node.get("id", "")]) if node.get("id") else []

    def source(self, flow: etree._Element) -> etree._Element | None:
        """Return the node that a flow leaves."""
        return self._ids.get(flow.get("sourceRef", ""))

    def target(self, flow: etree._Element) -> etree._Element | None:
        """Return the node that a flow leads to."""
        return self._ids.get(flow.get("targetRef", ""))

    def scope(self, level: etree._Element) -> Scope:
        """Index one level as it is now."""
        definitions = {
            item.get("id", ""): item for item in self.root.iter("*") if is_definition(item) and item.get("id")
        }
        return read_scope(level, definitions)

    def level(self, node: etree._Element) -> etree._Element:
        """Return the process or sub-process around a node."""
        parent = node.getparent()
        return parent if parent is not None else node

    def process(self, node: etree._Element) -> etree._Element | None:
        """Return the process around an element, or the element itself if it is one."""
        return next((item for item in (node, *node.iterancestors()) if local(item) == "process"), None)

    def partners(self, node: etree._Element) -> Iterator[etree._Element]:
        """Yield the message flows that a node sends or gets."""
        name = node.get("id", "")
        for flow in self.root.iter(bpmn("messageFlow")):
            if name in (plain_id(flow.get("sourceRef")), plain_id(flow.get("targetRef"))):
                yield flow

    def names_somebody(self, step: etree._Element) -> bool:
        """Tell whether a step says who handles it, in our words or in those of its tool."""
        settings = self._steps.get(step.get("id", ""))
        return bool(settings and settings.assign) or self._has(step, "assign")

    def is_choice(self, step: etree._Element) -> bool:
        """Tell whether a step offers outcomes, or is signed by several."""
        settings = self._steps.get(step.get("id", ""))
        said = settings is not None and (settings.countersign is not None or settings.outcomes != (DONE,))
        return said or self._has(step, "outcome", "countersign")

    def _has(self, step: etree._Element, *names: str) -> bool:
        own = extension(step, "step")
        return own is not None and any(own.find(tb(name)) is not None for name in names)

    # --- drawing

    def fresh(self, stem: str) -> str:
        """Make an id that nothing has yet."""
        stem = _UNFIT.sub("_", stem).strip("_.-") or "item"
        stem = stem if stem[0].isalpha() or stem[0] == "_" else f"_{stem}"
        number, name = 1, stem
        while name in self._ids:
            number += 1
            name = f"{stem}_{number}"
        return name

    def name(self, element: etree._Element, identifier: str) -> None:
        """Give an element its id."""
        element.set("id", identifier)
        self._ids[identifier] = element

    def draw(self, level: etree._Element, kind: str, stem: str, name: str = "") -> etree._Element:
        """Add a node to a level; where it stands in the drawing is said apart."""
        node: etree._Element = etree.Element(bpmn(kind))
        self.name(node, self.fresh(stem))
        if name:
            node.set("name", name)
        self._add(level, node)
        return node

    def join(self, source: etree._Element, target: etree._Element, name: str = "") -> etree._Element:
        """Add a flow between two nodes of a level."""
        flow: etree._Element = etree.Element(bpmn("sequenceFlow"))
        self.name(flow, self.fresh(f"flow_{source.get('id')}_{target.get('id')}"[:80]))
        if name:
            flow.set("name", name)
        self._add(self.level(source), flow)
        self._tie(flow, "sourceRef", source)
        self._tie(flow, "targetRef", target)
        self.plane.join(flow.get("id", ""), source.get("id", ""), target.get("id", ""))
        return flow

    def lead_to(self, flow: etree._Element, target: etree._Element) -> None:
        """Let a flow lead to another node."""
        self._untie(flow, "targetRef")
        self._tie(flow, "targetRef", target)
        self.plane.reach(flow.get("id", ""), target.get("id", ""), at_end=True)

    def lead_from(self, flow: etree._Element, source: etree._Element) -> None:
        """Let a flow leave another node."""
        self._untie(flow, "sourceRef")
        self._tie(flow, "sourceRef", source)
        self.plane.reach(flow.get("id", ""), source.get("id", ""), at_end=False)

    def before(self, node: etree._Element, kind: str, stem: str, name: str) -> etree._Element:
        """Put a new node into every flow that leads to a node."""
        made = self.draw(self.level(node), kind, stem, name)
        self.plane.put(made, node.get("id", ""), side=-1)
        self.share_lane(made, node)
        for flow in self.incoming(node):
            self.lead_to(flow, made)
        self.join(made, node)
        return made

    def after(self, node: etree._Element, kind: str, stem: str, name: str) -> etree._Element:
        """Put a new node into every flow that leaves a node."""
        made = self.draw(self.level(node), kind, stem, name)
        self.plane.put(made, node.get("id", ""), side=1)
        self.share_lane(made, node)
        for flow in self.outgoing(node):
            self.lead_from(flow, made)
        self.join(node, made)
        return made

    def turn(self, node: etree._Element, kind: str) -> None:
        """Make another kind of element of one; its id, name, parts and place stay."""
        node.tag = bpmn(kind)

    def assume(self, node: etree._Element, repair: str) -> None:
        """Mark what a repair had to assume, so that a rule can tell it."""
        node.set(ASSUMED, repair)

    def keep_aside(self, node: etree._Element, name: str) -> None:
        """Keep an attribute that the element cannot have any more as one of ours."""
        value = node.get(name)
        if value is not None:
            del node.attrib[name]
            node.set(tb(name), value)

    def declare(self, kind: str, name: str, identifier: str = "") -> etree._Element:
        """Give the message, signal … of a name; a new one where none is declared under that name (or id)."""
        for item in self.root.iterchildren(bpmn(kind)):
            if (item.get("id") == identifier) if identifier else (item.get("name") == name):
                return item
        made: etree._Element = etree.Element(bpmn(kind))
        self.name(made, identifier or self.fresh(f"{kind}_{name}"[:60]))
        made.set("name", name)
        diagrams = [index for index, item in enumerate(self.root) if not local(item) and _is_diagram(item)]
        self.root.insert(diagrams[0] if diagrams else len(self.root), made)
        return made

    def share_lane(self, node: etree._Element, other: etree._Element) -> None:
        """Put a node into the lanes of another."""
        name = other.get("id", "")
        for reference in list(self.root.iter(bpmn("flowNodeRef"))):
            if (reference.text or "").strip() == name:
                beside: etree._Element = etree.Element(bpmn("flowNodeRef"))
                beside.text = node.get("id")
                reference.addnext(beside)

    def _add(self, level: etree._Element, item: etree._Element) -> None:
        """Add to a level behind its other flow elements, where the schema wants it."""
        place = next((index for index, child in enumerate(level) if local(child) in _LEVEL_END), len(level))
        level.insert(place, item)

    def _tie(self, flow: etree._Element, end: str, node: etree._Element) -> None:
        flow.set(end, node.get("id", ""))
        index, tag = (self._out, "outgoing") if end == "sourceRef" else (self._in, "incoming")
        index[node.get("id", "")].append(flow)
        reference: etree._Element = etree.Element(bpmn(tag))
        reference.text = flow.get("id")
        last = [number for number, child in enumerate(node) if local(child) in _places(tag)]
        node.insert(last[-1] + 1 if last else 0, reference)

    def _untie(self, flow: etree._Element, end: str) -> None:
        name = flow.get(end, "")
        index, tag = (self._out, "outgoing") if end == "sourceRef" else (self._in, "incoming")
        if flow in index[name]:
            index[name].remove(flow)
        node = self._ids.get(name)
        for reference in list(node.iterchildren(bpmn(tag))) if node is not None else ():
            if plain_id(reference.text) == flow.get("id"):
                node.remove(reference)  # type: ignore[union-attr]


def nodes_of(level: etree._Element) -> list[etree._Element]:
    """Return the flow nodes of a level."""
    return [child for child in level if local(child) in ALL_NODES]


def _places(tag: str) -> tuple[str, ...]:
    return (*_BEFORE_PARTS, "incoming") if tag == "incoming" else (*_BEFORE_PARTS, "incoming", "outgoing")


def _is_diagram(item: etree._Element) -> bool:
    return isinstance(item.tag, str) and item.tag.endswith("}BPMNDiagram")
