"""Which parallel branches a node stands in: what a jump may cross and what it must not enter."""

from collections.abc import Iterator

from engine.execution.nodes.base import Flow
from engine.execution.process import START, LevelSpec

Branches = dict[str, frozenset[str]]
"""For each node that begins several ways at once: the ways that lead here, by their first node."""


class Regions:
    """The parallel blocks of one level, worked out for one move.

    A branch is what its first node reaches without coming by the split again, less what all of them reach:
    that lies behind their join.
    """

    def __init__(self, spec: LevelSpec) -> None:
        self._spec = spec
        self._blocks: dict[str, dict[str, frozenset[str]]] = {}
        for name, ways in _splits(spec):
            reached = {way: self._reach(way, name) for way in ways}
            common = frozenset.intersection(*reached.values())
            self._blocks[name] = {way: found - common for way, found in reached.items()}

    @property
    def splits(self) -> tuple[str, ...]:
        """Every node that begins several ways at once."""
        return tuple(self._blocks)

    def forks(self, name: str) -> Branches:
        """The branches that a node stands in and that always go side by side, boundary events apart."""
        found = {}
        for split, ways in self.around(name).items():
            always = self.ways(split)
            if len(always) > 1 and ways & always:
                found[split] = ways & always
        return found

    def ways(self, split: str) -> frozenset[str]:
        """The first node of each way that a flow begins there; none if they do not part there."""
        if split not in self._blocks:
            return frozenset()
        flows = self._spec.starts if split == START else self._spec.task_specs[split].outgoing
        return frozenset(flow.target for flow in flows)

    def around(self, name: str) -> Branches:
        """The branches that a node stands in."""
        found = {
            split: frozenset(way for way, inside in ways.items() if name in inside)
            for split, ways in self._blocks.items()
        }
        return {split: ways for split, ways in found.items() if ways}

    def behind(self, flow: Flow) -> Branches:
        """The branches that a token stands in that came by a flow and waits where it ends."""
        found = self.around(flow.source)
        if flow.target in self._blocks.get(flow.source, ()):
            found[flow.source] = frozenset({flow.target})
        return found

    def block(self, split: str) -> frozenset[str]:
        """Every node in the branches of a split, and an activity that they run beside."""
        activity = {split} if self._spec.task_specs[split].boundaries else set()
        return frozenset(activity).union(*self._blocks[split].values())

    def _reach(self, first: str, without: str) -> frozenset[str]:
        seen: set[str] = set()
        todo = [first]
        while todo:
            name = todo.pop()
            if name not in seen and name != without:
                seen.add(name)
                spec = self._spec.task_specs[name]
                todo += [flow.target for flow in spec.outgoing]
                todo += spec.boundaries
        return frozenset(seen)


def _splits(spec: LevelSpec) -> Iterator[tuple[str, list[str]]]:
    for name, node in spec.task_specs.items():
        ways = [flow.target for flow in node.outgoing]
        beside = [other for other in node.boundaries if not spec.task_specs[other].interrupting]
        if (len(ways) > 1 and not node.takes_one) or (ways and beside):
            yield name, list(dict.fromkeys(ways + beside))
    if len(spec.starts) > 1:
        yield START, [flow.target for flow in spec.starts]
