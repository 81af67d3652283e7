"""Which steps for people may open next when one is completed, as the diagram is drawn."""

from collections.abc import Iterator

from engine.definitions import Deployed
from engine.execution import Program

_FOR_PEOPLE = ("userTask", "manualTask")


def next_steps(deployed: Deployed, element: str) -> frozenset[str]:
    """Give the steps that lie behind one with no other step for people between.

    What a call activity calls counts as a whole.
    """
    for program in deployed.programs.by_id.values():
        if element in program.nodes:
            return _walk(deployed, program, element)
    return frozenset()


def _walk(deployed: Deployed, program: Program, element: str) -> frozenset[str]:
    seen: set[str] = set()
    found: set[str] = set()
    queue = list(_behind(program, element))
    for node in queue:
        if node in seen:
            continue
        seen.add(node)
        kind = program.nodes[node].kind
        if kind in _FOR_PEOPLE:
            found.add(node)
            continue
        if kind == "callActivity":
            found |= _called(deployed, program)
        further = _inside(program, node) or _behind(program, node)
        queue += [one for one in further if one not in seen]
    return frozenset(found)


def _behind(program: Program, node: str) -> Iterator[str]:
    """What follows a node; behind the last of a sub-process, what follows that."""
    targets = [flow.target for flow in program.flows.values() if flow.source == node]
    parent = program.nodes[node].parent
    if targets or parent is None:
        yield from targets
    else:
        yield from _behind(program, parent)


def _inside(program: Program, node: str) -> list[str]:
    """Where a sub-process begins."""
    entered = {flow.target for flow in program.flows.values()}
    return [
        name
        for name, info in program.nodes.items()
        if info.parent == node and name not in entered and info.attached_to is None
    ]


def _called(deployed: Deployed, program: Program) -> set[str]:
    others = [one for one in deployed.programs.by_id.values() if one is not program]
    return {name for other in others for name, info in other.nodes.items() if info.kind in _FOR_PEOPLE}
