"""The levels of a diagram with their nodes and flows, indexed by id."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.nodes import (
    flag,
    is_beside,
    is_definition,
    is_event_sub,
    is_triggered,
    kind_of,
    plain_id,
)
from designer_export.support import ALL_NODES, EVENTS

LEVELS: Final = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; ``source`` and ``target`` are ids as written, perhaps of nothing."""

    id: str
    source: str
    target: str
    element: etree._Element

    @property
    def condition(self) -> str | None:
        """The text of its condition, or None."""
        text = self.element.findtext(bpmn("conditionExpression"))
        return text.strip() if text and text.strip() else None


@dataclass(frozen=True)
class Scope:
    """One level: a process, or the inside of a sub-process.

    ``events`` gives the event definitions of each event, those that it names included.
    """

    element: etree._Element
    nodes: Mapping[str, etree._Element]
    flows: tuple[Flow, ...]
    outgoing: Mapping[str, list[Flow]] = field(default_factory=dict)
    incoming: Mapping[str, list[Flow]] = field(default_factory=dict)
    events: Mapping[str, tuple[etree._Element, ...]] = field(default_factory=dict)

    @property
    def starts(self) -> list[str]:
        """Ids of its start events."""
        return [name for name, node in self.nodes.items() if local(node) == "startEvent"]

    @property
    def plain_starts(self) -> list[str]:
        """Ids of its start events without a trigger."""
        return [name for name in self.starts if not is_triggered(self.nodes[name])]

    def kinds(self, name: str) -> frozenset[str]:
        """Give the kinds of what an event waits for or throws."""
        return frozenset(kind_of(definition) for definition in self.events.get(name, ()))

    @cached_property
    def boundaries(self) -> Mapping[str, list[str]]:
        """Ids of the boundary events of each activity, but those of compensation: they hold no token."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, node in self.nodes.items():
            if local(node) == "boundaryEvent" and "compensate" not in self.kinds(name):
                found[node.get("attachedToRef", "")].append(name)
        return found

    @cached_property
    def links(self) -> Mapping[str, tuple[list[str], list[str]]]:
        """Throwing and catching link events by the name of their link (BPMN 2.0.2, 10.5.6)."""
        found: dict[str, tuple[list[str], list[str]]] = {}
        for name, node in self.nodes.items():
            if local(node) not in ("intermediateThrowEvent", "intermediateCatchEvent"):
                continue
            for link in (item for item in self.events.get(name, ()) if kind_of(item) == "link"):
                pair = found.setdefault(" ".join((link.get("name") or "").split()), ([], []))
                pair[local(node) == "intermediateCatchEvent"].append(name)
        return found

    @cached_property
    def jumps(self) -> Mapping[str, str]:
        """Where each throwing link event leads."""
        return {
            source: targets[0]
            for sources, targets in self.links.values()
            for source in sources
            if len(targets) == 1
        }

    @property
    def free(self) -> list[str]:
        """Nodes that nothing leads to: where a level begins that has no start event (BPMN 2.0.2, 13.2)."""
        landed = {name for _, targets in self.links.values() for name in targets}
        return [
            name
            for name, node in self.nodes.items()
            if local(node) not in ("startEvent", "boundaryEvent")
            and not self.incoming.get(name)
            and not is_beside(node)
            and name not in landed
        ]

    @cached_property
    def begun_by_event(self) -> list[str]:
        """Nodes that begin a process when their event comes."""
        return list(self._begun_by_event()) if local(self.element) == "process" else []

    def _begun_by_event(self) -> Iterator[str]:
        for name, node in self.nodes.items():
            kind = local(node)
            if (kind == "startEvent" and is_triggered(node)) or (
                kind == "receiveTask" and flag(node, "instantiate")
            ):
                yield name
            elif kind == "eventBasedGateway" and flag(node, "instantiate"):
                yield from (flow.target for flow in self.outgoing.get(name, ()))

    @cached_property
    def entries(self) -> list[str]:
        """Nodes that begin together when the level is begun; none if an event must come."""
        if is_event_sub(self.element):
            return self.starts
        if self.plain_starts or self.begun_by_event:
            return self.plain_starts
        return self.free


def read_scope(element: etree._Element, definitions: Mapping[str, etree._Element]) -> Scope:
    """Index one level; `definitions` are all event definitions of the file by id."""
    nodes = {child.get("id", ""): child for child in element if local(child) in ALL_NODES and child.get("id")}
    flows = tuple(
        Flow(child.get("id", ""), child.get("sourceRef", ""), child.get("targetRef", ""), child)
        for child in element.iterchildren(bpmn("sequenceFlow"))
    )
    outgoing: dict[str, list[Flow]] = defaultdict(list)
    incoming: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        if flow.source in nodes and flow.target in nodes:
            outgoing[flow.source].append(flow)
            incoming[flow.target].append(flow)
    events = {
        name: tuple(definitions_of(node, definitions))
        for name, node in nodes.items()
        if local(node) in EVENTS
    }
    return Scope(element, nodes, flows, outgoing, incoming, events)


def definitions_of(
    node: etree._Element, definitions: Mapping[str, etree._Element]
) -> Iterator[etree._Element]:
    """Yield the event definitions of an event, those that it names included if there are such."""
    for child in node:
        if is_definition(child):
            yield child
        elif local(child) == "eventDefinitionRef":
            found = definitions.get(plain_id(child.text))
            if found is not None:
                yield found
