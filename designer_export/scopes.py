"""The levels of a diagram with their nodes and flows, indexed by id."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.support import ALL_NODES

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
    """One level: a process, or the inside of a sub-process."""

    element: etree._Element
    nodes: Mapping[str, etree._Element]
    flows: tuple[Flow, ...]
    outgoing: Mapping[str, list[Flow]] = field(default_factory=dict)
    incoming: Mapping[str, list[Flow]] = field(default_factory=dict)

    @property
    def starts(self) -> list[str]:
        """Ids of its start events."""
        return [name for name, node in self.nodes.items() if local(node) == "startEvent"]

    @property
    def entries(self) -> list[str]:
        """Where tokens may come from: start events, and nodes that nothing leads to."""
        held = {name for name, node in self.nodes.items() if local(node) == "boundaryEvent" or _armed(node)}
        return [name for name in self.nodes if not self.incoming.get(name) and name not in held]


def read_scope(element: etree._Element) -> Scope:
    """Index one level."""
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
    return Scope(element, nodes, flows, outgoing, incoming)


def _armed(node: etree._Element) -> bool:
    """Tell whether a node waits beside the flow: an event sub-process, or a handler of compensation."""
    return node.get("triggeredByEvent") == "true" or node.get("isForCompensation") == "true"
