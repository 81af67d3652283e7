"""Which node of one program is which of another: by id, or as somebody says who knows."""

from collections.abc import Iterator, Mapping
from typing import Any

from engine.execution.nodes.base import Flow, Node
from engine.execution.process import START, LevelSpec, reaching
from engine.execution.program import Program

FEATURES = (
    "catches",
    "races",
    "usurps",
    "terminates",
    "is_event_sub",
    "isolated",
    "ordered",
    "start_quantity",
    "needs_all",
)


class Matching:
    """The nodes, levels and flows of an old program that a new one has too.

    A node is the same if it stands on the same level, is of the same kind, and, where tokens wait for each
    other, as many ways lead there, from the same nodes or from some put in or taken out on the way.

    Attributes
    ----------
    levels
        The new level of each old one that there still is, by name.
    gone, changed
        Elements that are no longer there, and those that are of another kind or gather other ways.
    """

    def __init__(self, old: Program, new: Program, renamed: Mapping[str, str]) -> None:
        self._renamed = renamed
        self.levels: dict[str, LevelSpec] = {old.spec.name: new.spec}
        self.gone: list[str] = []
        self.changed: list[str] = []
        self._nodes: dict[tuple[str, str], Node] = {}
        self._vias: dict[str, str] = {}
        todo = [old.spec]
        while todo:
            level = todo.pop()
            for host in self._match_level(level):
                inner, other = old.subprocesses[host.spec], self._nodes[level.name, host.name]
                if inner.name not in self.levels:
                    self.levels[inner.name] = new.subprocesses[other.spec]  # type: ignore[attr-defined]
                    todo.append(inner)
        lost = [level for level in old.subprocesses.values() if level.name not in self.levels]
        self.gone += sorted({spec.place for level in lost for spec in drawn(level)})

    def renamed(self, element: str) -> str:
        """The id that an element has in the new program, if it is there."""
        return self._renamed.get(element, element)

    def node(self, level: LevelSpec, name: str) -> Node | None:
        """The new node of an old one; None if it has gone or changed."""
        return self._nodes.get((level.name, name))

    def via(self, flow: str | None) -> str | None:
        """The new flow by which a token of an old one has come; None if there is none like it."""
        return self._vias.get(flow) if flow is not None else None

    # --- level by level

    def _match_level(self, old: LevelSpec) -> list[Any]:
        """Match the nodes of a level; give those that host a level of their own."""
        new = self.levels[old.name]
        self._nodes[old.name, START] = new.start
        # The inner node of a loop, and of a step's signers, is what its whole is.
        for spec in sorted(drawn(old), key=lambda spec: spec.name != spec.place):
            self._match(old, new, spec)
        between: dict[tuple[str, str], list[str]] = {}
        for spec in new.task_specs.values():
            for flow in spec.outgoing:
                between.setdefault((flow.source, flow.target), []).append(flow.id)
        for spec in old.task_specs.values():
            for flow in spec.outgoing:
                found = self._flow(flow, between)
                if found is not None:
                    self._vias.setdefault(flow.id, found)
        return [spec for spec in drawn(old) if spec.has_level and self.node(old, spec.name)]

    def _match(self, old: LevelSpec, new: LevelSpec, spec: Node) -> None:
        name = self.renamed(spec.place) + spec.name.removeprefix(spec.place)
        found = new.task_specs.get(name)
        whole = spec.name == spec.place or (old.name, spec.place) in self._nodes
        if found is None and whole:
            self._note(self.gone, spec)
        elif not whole or not self._is_same(spec, found) or not self._gathers_same(spec, found, old, new):
            self._note(self.changed, spec)
        else:
            self._nodes[old.name, spec.name] = found

    def _note(self, place: list[str], spec: Node) -> None:
        if spec.place not in (*self.gone, *self.changed):
            place.append(spec.place)

    def _is_same(self, old: Any, new: Any) -> bool:
        inside = not old.has_level or self.renamed(old.spec) == getattr(new, "spec", None)
        return (
            type(old) is type(new)
            and inside
            and all(getattr(old, key, None) == getattr(new, key, None) for key in FEATURES)
        )

    def _gathers_same(self, old: Node, new: Node, level: LevelSpec, other: LevelSpec) -> bool:
        """Whether the ways into a place where tokens wait for each other are the new ways, each once."""
        if not old.gathers:
            return True
        ways: dict[str, str] = {}
        for flow in old.incoming:
            found = self._way(flow, old, new, level, other)
            if found is not None:
                ways[flow.id] = found
        if len(set(ways.values())) != len(old.incoming) or len(old.incoming) != len(new.incoming):
            return False
        self._vias.update(ways)
        return True

    def _way(self, flow: Flow, old: Node, new: Node, level: LevelSpec, other: LevelSpec) -> str | None:
        source = self.renamed(flow.source)
        for one in new.incoming:
            if one.source == source and (one.id == flow.id or _only(new, source)):
                return one.id
        back = {self.renamed(name): name for name in level.task_specs}
        behind, before = other.backwards, level.backwards
        # A step was put in on the way, or the last one taken out.
        longer = [one.id for one in new.incoming if source in reaching(one.source, new.name, behind)]
        shorter = [
            one.id for one in new.incoming if back.get(one.source) in reaching(flow.source, old.name, before)
        ]
        found = longer or shorter
        return found[0] if len(found) == 1 else None

    def _flow(self, flow: Flow, between: Mapping[tuple[str, str], list[str]]) -> str | None:
        """A flow between the same nodes; of several the one of the same id."""
        same = between.get((self.renamed(flow.source), self.renamed(flow.target)), [])
        if flow.id in same:
            return flow.id
        return same[0] if len(same) == 1 else None


def drawn(level: LevelSpec) -> Iterator[Any]:
    """The nodes of a level without the one that begins it."""
    return (spec for name, spec in level.task_specs.items() if name != START)


def _only(node: Node, source: str) -> bool:
    return sum(flow.source == source for flow in node.incoming) == 1
