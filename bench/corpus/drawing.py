"""What a diagram draws, read with lxml alone: what may lead to each of its elements."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_COUNTERSIGN = "{urn:tongban:bpmn:1.0}countersign"
_LEVELS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True)
class Flow:
    """A drawn way from one element to another; a pair of links is one as well."""

    id: str
    source: str
    target: str


@dataclass
class Drawing:
    """A diagram as a reader of it sees it.

    Attributes
    ----------
    kinds
        Local names by id: whatever may be entered.
    level
        The process or sub-process around each of them.
    into, out
        Flows by target and by source.
    hosts
        Activity by boundary event.
    undoes
        Activity by the handler of its compensation.
    calls
        Call activities by what they call.
    repeated
        Activities with a marker of repetition, and steps at which several people sign.
    event_subs, undoing
        Sub-processes that an event begins, and those among them that undo the level around them.
    quantities
        How many tokens an activity gives to each flow.
    """

    kinds: dict[str, str] = field(default_factory=dict)
    level: dict[str, str] = field(default_factory=dict)
    into: dict[str, list[Flow]] = field(default_factory=lambda: defaultdict(list))
    out: dict[str, list[Flow]] = field(default_factory=lambda: defaultdict(list))
    hosts: dict[str, str] = field(default_factory=dict)
    undoes: dict[str, str] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    repeated: set[str] = field(default_factory=set)
    event_subs: set[str] = field(default_factory=set)
    undoing: set[str] = field(default_factory=set)
    quantities: dict[str, int] = field(default_factory=dict)


def read_drawing(data: bytes) -> Drawing:
    """Read a diagram that is known to be well-formed."""
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    drawing = Drawing()
    for element in root.iter(f"{MODEL}*"):
        _take(drawing, element)
    _join_links(drawing, root)
    for signing in root.iter(_COUNTERSIGN):
        drawing.repeated.update(one.get("id", "") for one in signing.iterancestors(f"{MODEL}userTask"))
    for association in root.iter(f"{MODEL}association"):
        source, target = association.get("sourceRef", ""), association.get("targetRef", "")
        if source in drawing.hosts and target in drawing.kinds:
            drawing.undoes[target] = drawing.hosts[source]
    return drawing


def _take(drawing: Drawing, element: Any) -> None:
    name, parent, identifier = _local(element), element.getparent(), element.get("id", "")
    around = _local(parent) if parent is not None else ""
    if name == "sequenceFlow":
        _add(drawing, Flow(identifier, element.get("sourceRef", ""), element.get("targetRef", "")))
    elif around in _LEVELS or name.startswith("global"):
        drawing.kinds[identifier] = name
        drawing.level[identifier] = parent.get("id", "")
        drawing.quantities[identifier] = int(element.get("completionQuantity", "1"))
    if name == "boundaryEvent":
        drawing.hosts[identifier] = element.get("attachedToRef", "")
    elif name == "callActivity":
        drawing.calls[element.get("calledElement", "").split(":")[-1]].append(identifier)
    elif name in ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"):
        drawing.repeated.add(parent.get("id", ""))
    if element.get("triggeredByEvent", "").strip() in ("true", "1"):
        drawing.event_subs.add(identifier)
        if element.find(f"{MODEL}startEvent/{MODEL}compensateEventDefinition") is not None:
            drawing.undoing.add(identifier)


def _add(drawing: Drawing, flow: Flow) -> None:
    drawing.into[flow.target].append(flow)
    drawing.out[flow.source].append(flow)


def _join_links(drawing: Drawing, root: Any) -> None:
    ends: dict[tuple[str, str], list[str]] = defaultdict(list)
    for host, name in _links(root):
        if _local(host) == "intermediateCatchEvent":
            ends[drawing.level.get(host.get("id", ""), ""), name].append(host.get("id", ""))
    for host, name in _links(root):
        if _local(host) == "intermediateThrowEvent":
            source = host.get("id", "")
            for target in ends[drawing.level.get(source, ""), name]:
                _add(drawing, Flow(f"link {source}", source, target))


def _links(root: Any) -> Iterator[tuple[Any, str]]:
    for link in root.iter(f"{MODEL}linkEventDefinition"):
        yield link.getparent(), link.get("name", "")


def _local(element: Any) -> str:
    return str(element.tag).removeprefix(MODEL)
