"""What must come before what, on any graph: dominators, with joins that wait for every way in.

Sets of nodes are bits of whole numbers: one operation joins or cuts thousands of them.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)

_PASSES = 60


class Order(Generic[N]):
    """The nodes that every way from the roots to a node leads through.

    Parameters
    ----------
    ways
        Where each node leads.
    joins
        Whether a node waits for all that lead to it: then whatever had to come before any of them has come.
    """

    def __init__(
        self,
        roots: Iterable[N],
        ways: Mapping[N, Sequence[N]],
        joins: Callable[[N], bool] | None = None,
    ) -> None:
        firsts = tuple(dict.fromkeys(roots))
        self.nodes = _in_order(firsts, ways)
        self.bit = {node: 1 << place for place, node in enumerate(self.nodes)}
        self.before: dict[N, int] = {}
        self._settle(firsts, ways, joins or _never)

    def __contains__(self, node: N) -> bool:
        return node in self.bit

    def has_passed(self, node: N, other: N) -> bool:
        """Whether every way to `node` leads through `other`, or it is the same."""
        return bool(self.before[node] & self.bit[other])

    def nearest(self, nodes: Iterable[N]) -> N | None:
        """The last node that the ways to all of `nodes` have in common; one of them if it is on all ways."""
        common = -1
        for node in nodes:
            common &= self.before.get(node, 0)
        # What must come before stands before in this order too, so the last bit is the nearest.
        return self.nodes[common.bit_length() - 1] if common > 0 else None

    def _settle(self, firsts: Sequence[N], ways: Mapping[N, Sequence[N]], joins: Callable[[N], bool]) -> None:
        sources: dict[N, list[N]] = {node: [] for node in self.nodes}
        for node in self.nodes:
            for follower in ways.get(node, ()):
                sources[follower].append(node)
        everything = (1 << len(self.nodes)) - 1
        self.before = dict.fromkeys(self.nodes, everything)
        begun = set(firsts)
        for _ in range(_PASSES):
            if not self._pass(sources, begun, joins):
                return
        # Never seen; without an answer, nothing is known to come before anything.
        self.before = dict(self.bit)

    def _pass(self, sources: Mapping[N, Sequence[N]], begun: set[N], joins: Callable[[N], bool]) -> bool:
        changed = False
        for node in self.nodes:
            earlier = [self.before[source] for source in sources[node]]
            if joins(node):
                found = 0
                for one in earlier:
                    found |= one
            else:
                found = 0 if node in begun else -1
                for one in earlier:
                    found &= one
            found |= self.bit[node]
            if found != self.before[node]:
                self.before[node], changed = found, True
        return changed


def _in_order(roots: Sequence[N], ways: Mapping[N, Sequence[N]]) -> list[N]:
    """Every node that can be reached, those that lead to others first (reverse postorder)."""
    done: list[N] = []
    seen: set[N] = set()
    for root in roots:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(ways.get(root, ())))]
        while stack:
            node, rest = stack[-1]
            follower = next((one for one in rest if one not in seen), None)
            if follower is None:
                done.append(node)
                stack.pop()
            else:
                seen.add(follower)
                stack.append((follower, iter(ways.get(follower, ()))))
    return done[::-1]


def _never(node: object) -> bool:
    return False
