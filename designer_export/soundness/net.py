"""A level as a net: tokens lie on flows, nodes move them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, is_beside
from designer_export.scopes import Flow, Scope
from designer_export.soundness.ways import MAX_CHOICES, Unfit, Way, ways_of

State = tuple[int, ...]
"""Indices of the flows that hold a token, in order; a flow twice holds two."""

_PASSING: Final = frozenset({
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask",
    "businessRuleTask", "callActivity", "subProcess", "transaction", "adHocSubProcess",
    "intermediateCatchEvent", "intermediateThrowEvent", "startEvent", "endEvent", "boundaryEvent",
    "exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway",
})  # fmt: skip
EMPTYING: Final = frozenset({"terminate", "cancel", "error"})
"""Results of an end event that take every token of the level away."""


@dataclass(frozen=True)
class Net:
    """Nodes with the indices of their flows.

    ``before`` gives a node's incoming flows, ``targets`` where each flow leads, ``ways`` what a node may put
    tokens on when it has done its work, ``begins`` the ways that the level may begin.
    """

    kinds: Mapping[str, str]
    before: Mapping[str, tuple[int, ...]]
    targets: tuple[str, ...]
    ways: Mapping[str, tuple[Way, ...]]
    begins: tuple[Way, ...]
    is_soft: bool
    """Whether boundary events send tokens out of activities that go on."""
    reaching: Mapping[int, frozenset[int]]
    """For a flow into an inclusive join: the flows from which a token could still come to it."""


def build(scope: Scope) -> Net:
    """Make the net of a level.

    What stands beside the flow, event sub-processes and what compensates, holds no token of it.

    Raises
    ------
    Unfit
        If it has parts that are not simple moves of tokens, or no single beginning.
    """
    if local(scope.element) == "adHocSubProcess":
        raise Unfit
    kinds = {name: _kind(scope, name) for name in scope.nodes if not _is_beside(scope, name)}
    flows = [flow for flow in scope.flows if flow.source in kinds and flow.target in kinds]
    flows += [Flow("", source, target, scope.nodes[source]) for source, target in scope.jumps.items()]
    before: dict[str, list[int]] = defaultdict(list)
    after: dict[str, list[tuple[int, Flow]]] = defaultdict(list)
    for number, flow in enumerate(flows):
        before[flow.target].append(number)
        after[flow.source].append((number, flow))
    own = {name: ways_of(name, kind, scope.nodes[name], after[name]) for name, kind in kinds.items()}
    ways = {name: _with_boundaries(scope, name, own) for name in kinds}
    fixed = {name: tuple(before[name]) for name in kinds}
    targets = tuple(flow.target for flow in flows)
    is_soft = any(not interrupts(scope, event) for event in kinds if kinds[event] == "boundaryEvent")
    reaching = _reaching(scope, kinds, fixed, flows)
    return Net(kinds, fixed, targets, ways, _begins(scope, ways), is_soft, reaching)


def _is_beside(scope: Scope, name: str) -> bool:
    node = scope.nodes[name]
    return is_beside(node) or (local(node) == "boundaryEvent" and "compensate" in scope.kinds(name))


def _kind(scope: Scope, name: str) -> str:
    node = scope.nodes[name]
    kind = local(node)
    loop = node.find(bpmn("multiInstanceLoopCharacteristics"))
    throws = loop is not None and loop.get("behavior", "All") != "All"
    several = any(node.get(item, "1") != "1" for item in ("startQuantity", "completionQuantity"))
    if (
        kind not in _PASSING
        or several
        or throws
        or (kind == "intermediateCatchEvent" and _cycles(scope, name))
    ):
        raise Unfit
    return "emptying" if kind == "endEvent" and scope.kinds(name) & EMPTYING else kind


def _cycles(scope: Scope, name: str) -> bool:
    """Tell whether an event in the flow sends a token on at each turn of a cycle."""
    return any(definition.find(bpmn("timeCycle")) is not None for definition in scope.events.get(name, ()))


def _with_boundaries(scope: Scope, name: str, own: Mapping[str, tuple[Way, ...]]) -> tuple[Way, ...]:
    """An activity is left by its flows or by a boundary event; what does not interrupt adds to it once."""
    events = [event for event in scope.boundaries.get(name, ()) if event in own]
    softly = [event for event in events if not interrupts(scope, event)]
    if len(softly) > MAX_CHOICES:
        raise Unfit
    found = list(own[name])
    for event in events:
        found += own[event] if event not in softly else ()
    for event in softly:
        found += [(event, tuple(sorted((*one, *more)))) for _, one in list(found) for _, more in own[event]]
    return tuple(found)


def interrupts(scope: Scope, event: str) -> bool:
    """Tell whether a boundary event ends its activity: always if it catches an error or a cancellation."""
    return flag(scope.nodes[event], "cancelActivity", "true") or bool(scope.kinds(event) & EMPTYING)


def _begins(scope: Scope, ways: Mapping[str, tuple[Way, ...]]) -> tuple[Way, ...]:
    """A level begins at its start, or at the one event that came; several starts at once are no plain net."""
    entries = [name for name in scope.entries if name in ways]
    if len(entries) > 1 or not (entries or scope.begun_by_event):
        raise Unfit
    for name in scope.begun_by_event:
        gateways = [scope.nodes[flow.source] for flow in scope.incoming.get(name, ())]
        if any(gateway.get("eventGatewayType") == "Parallel" for gateway in gateways):
            raise Unfit
    return tuple(way for name in (*entries, *scope.begun_by_event) for way in ways[name])


def _reaching(
    scope: Scope, kinds: Mapping[str, str], before: Mapping[str, tuple[int, ...]], flows: list[Flow]
) -> dict[int, frozenset[int]]:
    """Walk back from each flow into an inclusive join, never through the join itself (BPMN 2.0.2, 13.4.3)."""
    hosts = {event: host for host, events in scope.boundaries.items() for event in events}
    sources = [hosts.get(flow.source, flow.source) for flow in flows]
    found: dict[int, frozenset[int]] = {}
    joins = (name for name, kind in kinds.items() if kind == "inclusiveGateway" and len(before[name]) > 1)
    for join in joins:
        for flow in before[join]:
            seen, pending = {flow}, [flow]
            while pending:
                node = sources[pending.pop()]
                fresh = [item for item in before.get(node, ()) if item not in seen] if node != join else []
                seen.update(fresh)
                pending += fresh
            found[flow] = frozenset(seen)
    return found
