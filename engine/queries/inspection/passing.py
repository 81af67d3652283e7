"""How often each element was passed, and what runs inside what: from the tokens alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.execution import NodeInfo, Passage


@dataclass(frozen=True, slots=True)
class Count:
    """One element.

    Attributes
    ----------
    passed, undone, cancelled, standing, failed
        How many tokens have left it, were undone by a return, were taken away, or stand there.
    items, items_done
        Of a multi-instance step or loop: how many items or turns there were, and are over.
    """

    element: str
    name: str
    kind: str
    passed: int
    undone: int
    cancelled: int
    standing: int
    failed: int
    items: int
    items_done: int


@dataclass(frozen=True, slots=True)
class LevelRun:
    """One run of a sub-process or of a called process.

    Attributes
    ----------
    token, around
        The token that hosts it, and the one around that; 0 for the process.
    depth
        How deep it lies, 1 for what the process itself holds.
    called
        Whether it is another process, with variables of its own.
    state
        ``works``, ``failed``, ``done``, ``cancelled`` or ``undone``.
    standing
        Where its tokens stand, by name.
    """

    token: int
    around: int
    depth: int
    element: str
    name: str
    called: bool
    item: int | None
    state: str
    standing: tuple[str, ...]


def counts(passages: Iterable[Passage], nodes: Mapping[str, NodeInfo]) -> tuple[Count, ...]:
    """Give every element that was ever entered, in the order in which that happened first."""
    found: dict[str, Counter[str]] = {}
    for one in passages:
        if not one.element:
            continue
        tally = found.setdefault(one.element, Counter())
        if one.item is not None:
            tally["items"] += not one.void
            tally["items_done"] += one.state == "done" and not one.void
            continue
        tally[_fate(one)] += 1
    return tuple(
        Count(
            element,
            (nodes[element].name or element) if element in nodes else element,
            nodes[element].kind if element in nodes else "",
            **{name: tally[name] for name in _TALLIES},
        )
        for element, tally in found.items()
    )


_TALLIES = ("passed", "undone", "cancelled", "standing", "failed", "items", "items_done")


def _fate(one: Passage) -> str:
    if one.void:
        return "undone"
    if one.state == "done":
        # What a join has merged into another went on as that one.
        return "passed" if not one.into else "merged"
    return one.state if one.state in ("cancelled", "failed") else "standing"


def level_runs(passages: Sequence[Passage], nodes: Mapping[str, NodeInfo]) -> tuple[LevelRun, ...]:
    """Give the runs of sub-processes and called processes, in the order in which they began."""
    of = {one.token: one for one in passages}
    standing: dict[int, Counter[str]] = {}
    for one in passages:
        if one.level:
            here = standing.setdefault(one.level, Counter())
            if one.element and one.item is None and one.state in ("waits", "works", "failed"):
                here[_name(nodes, one.element)] += 1
    depths = {0: 0}
    found = []
    for token in sorted(standing):
        host = of[token]
        depths[token] = depths.get(host.level, 0) + 1
        found.append(
            LevelRun(
                token=token,
                around=host.level,
                depth=depths[token],
                element=host.element,
                name=_name(nodes, host.element),
                called=_kind(nodes, host.element) == "callActivity",
                item=host.item,
                state="undone" if host.void else "works" if host.state == "waits" else host.state,
                standing=tuple(
                    name if number == 1 else f"{name} ×{number}" for name, number in standing[token].items()
                ),
            )
        )
    return tuple(found)


def _name(nodes: Mapping[str, NodeInfo], element: str) -> str:
    node = nodes.get(element)
    return (node.name if node else None) or element


def _kind(nodes: Mapping[str, NodeInfo], element: str) -> str:
    return nodes[element].kind if element in nodes else ""
