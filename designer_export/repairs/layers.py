"""Which column and row each node of a level gets: by the longest way from the start, and by the way in."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from designer_export.scopes import Scope


def columns(scope: Scope, nodes: Sequence[str]) -> dict[str, int]:
    """Give each node its column; flows that lead back to where they came from do not count."""
    forward = _forward(scope, nodes)
    found = dict.fromkeys(nodes, 0)
    waiting = dict.fromkeys(nodes, 0)
    for targets in forward.values():
        for target in targets:
            waiting[target] += 1
    ready = [name for name in nodes if not waiting[name]]
    for name in ready:
        for target in forward[name]:
            found[target] = max(found[target], found[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return found


def rows(scope: Scope, placed: Mapping[str, int]) -> dict[str, int]:
    """Give each node its row within its column, near those that lead to it."""
    found: dict[str, int] = {}
    by_column: dict[int, list[str]] = defaultdict(list)
    for name, column in placed.items():
        by_column[column].append(name)
    for column in sorted(by_column):
        order = {name: _wish(scope, name, found) for name in by_column[column]}
        for row, name in enumerate(sorted(by_column[column], key=lambda item: order[item])):
            found[name] = row
    return found


def _wish(scope: Scope, name: str, found: Mapping[str, int]) -> float:
    before = [found[flow.source] for flow in scope.incoming.get(name, ()) if flow.source in found]
    return sum(before) / len(before) if before else float("inf")


def _forward(scope: Scope, nodes: Sequence[str]) -> dict[str, list[str]]:
    """Drop the flows that close a circle: walk in depth, without recursion, from what nothing leads to."""
    known = set(nodes)
    forward: dict[str, list[str]] = {name: [] for name in nodes}
    state: dict[str, int] = {}
    first = [name for name in nodes if not scope.incoming.get(name)]
    for root in (*first, *nodes):
        if root in state:
            continue
        state[root] = 1
        pending = [(root, iter(_targets(scope, root, known)))]
        while pending:
            name, targets = pending[-1]
            target = next(targets, None)
            if target is None:
                state[name] = 2
                pending.pop()
            elif state.get(target) != 1:
                forward[name].append(target)
                if target not in state:
                    state[target] = 1
                    pending.append((target, iter(_targets(scope, target, known))))
    return forward


def _targets(scope: Scope, name: str, known: set[str]) -> list[str]:
    """What a node leads to, over its own flows and those of the events at its border."""
    ways = [flow.target for flow in scope.outgoing.get(name, ())]
    for event in scope.boundaries.get(name, ()):
        ways += [flow.target for flow in scope.outgoing.get(event, ())]
    return [target for target in dict.fromkeys(ways) if target in known and target != name]
