"""A level as a net: tokens lie on flows, nodes move them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from designer_export.namespaces import bpmn, local
from designer_export.scopes import Scope

State = tuple[int, ...]
"""Indices of the flows that hold a token, in order; a flow twice holds two."""

_PASSING: Final = frozenset({
    "task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask",
    "businessRuleTask", "callActivity", "subProcess", "intermediateCatchEvent", "intermediateThrowEvent",
    "startEvent", "endEvent", "exclusiveGateway", "parallelGateway", "inclusiveGateway",
})  # fmt: skip
MAX_CHOICES: Final = 6
"""Ways of one choice that are combined freely; more leave the level undecided."""


class Unfit(Exception):
    """The level holds something that the net cannot say."""


@dataclass(frozen=True)
class Net:
    """Nodes with the indices of their flows.

    ``before`` and ``after`` give a node's incoming and outgoing flows; ``start`` the node that begins.
    """

    kinds: Mapping[str, str]
    before: Mapping[str, tuple[int, ...]]
    after: Mapping[str, tuple[int, ...]]
    targets: tuple[str, ...]
    splits: Mapping[str, tuple[tuple[int, ...], ...]]
    start: str
    reaching: Mapping[int, frozenset[int]]
    """For a flow into an inclusive join: the flows from which a token could still come to it."""


def build(scope: Scope) -> Net:
    """Make the net of a level.

    Raises
    ------
    Unfit
        If it has parts that are not simple moves of tokens, or no single beginning.
    """
    kinds = {name: _kind(scope, name) for name in scope.nodes}
    begins = scope.starts or scope.entries
    if len(begins) != 1:
        raise Unfit
    flows = [flow for flow in scope.flows if flow.source in scope.nodes and flow.target in scope.nodes]
    index = {id(flow): number for number, flow in enumerate(flows)}
    before = {name: tuple(index[id(flow)] for flow in scope.incoming.get(name, ())) for name in kinds}
    after = {name: tuple(index[id(flow)] for flow in scope.outgoing.get(name, ())) for name in kinds}
    targets = tuple(flow.target for flow in flows)
    splits = {name: tuple(_splits(scope, name, kind, after[name])) for name, kind in kinds.items()}
    return Net(kinds, before, after, targets, splits, begins[0], _reaching(kinds, before, after, targets))


def _kind(scope: Scope, name: str) -> str:
    node = scope.nodes[name]
    kind = local(node)
    if (
        kind not in _PASSING
        or node.get("triggeredByEvent") == "true"
        or node.get("isForCompensation") == "true"
    ):
        raise Unfit
    if node.find(bpmn("linkEventDefinition")) is not None:
        raise Unfit
    return "terminate" if node.find(bpmn("terminateEventDefinition")) is not None else kind


def _splits(scope: Scope, name: str, kind: str, after: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the sets of flows that a completed node may put tokens on."""
    if kind == "exclusiveGateway":
        yield from ((flow,) for flow in after)
        return
    if kind == "parallelGateway" or len(after) < 2:
        yield after
        return
    ways = list(zip(after, scope.outgoing[name], strict=True))
    default = scope.nodes[name].get("default")
    free = [
        number
        for number, flow in ways
        if flow.id != default and (flow.condition or kind == "inclusiveGateway")
    ]
    sure = tuple(number for number, flow in ways if flow.id != default and number not in free)
    if len(free) > MAX_CHOICES:
        raise Unfit
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            if chosen or sure:
                yield tuple(sorted((*sure, *chosen)))
    yield from ((number,) for number, flow in ways if flow.id == default)


def _reaching(
    kinds: Mapping[str, str],
    before: Mapping[str, tuple[int, ...]],
    after: Mapping[str, tuple[int, ...]],
    targets: tuple[str, ...],
) -> dict[int, frozenset[int]]:
    """Walk back from each flow into an inclusive join, never through the join itself (BPMN 2.0.2, 13.4.3)."""
    sources = {flow: name for name, flows in after.items() for flow in flows}
    found: dict[int, frozenset[int]] = {}
    for join in (
        name for name, kind in kinds.items() if kind == "inclusiveGateway" and len(before[name]) > 1
    ):
        for flow in before[join]:
            seen, pending = {flow}, [flow]
            while pending:
                node = sources[pending.pop()]
                fresh = [] if node == join else [item for item in before[node] if item not in seen]
                seen.update(fresh)
                pending += fresh
            found[flow] = frozenset(seen)
    return found
