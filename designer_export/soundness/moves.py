"""What can happen next in a state of a net."""

from collections.abc import Iterator

from designer_export.soundness.net import Net, State

Move = tuple[str, State]
"""The element that a token leaves by, and the state after it."""


def moves(net: Net, state: State) -> Iterator[Move]:
    """Yield every possible move of a state."""
    held = frozenset(state)
    for name in dict.fromkeys(net.targets[flow] for flow in state):
        kind = net.kinds[name]
        for taken in _takings(net, name, kind, held):
            if kind == "emptying":
                yield name, ()
                continue
            left = _without(state, taken)
            for leaving, given in net.ways[name]:
                yield leaving, tuple(sorted((*left, *given)))


def first(net: Net) -> list[Move]:
    """Return the states that the start can lead to."""
    return list(net.begins)


def _takings(net: Net, name: str, kind: str, held: frozenset[int]) -> Iterator[tuple[int, ...]]:
    """Yield the sets of flows that a node may take a token from each."""
    before = net.before[name]
    if kind == "parallelGateway":
        if held.issuperset(before):
            yield before
    elif kind == "inclusiveGateway" and len(before) > 1:
        here = tuple(flow for flow in before if flow in held)
        if not _awaits(net, before, held):
            yield here
    else:
        yield from ((flow,) for flow in before if flow in held)


def _awaits(net: Net, before: tuple[int, ...], held: frozenset[int]) -> bool:
    """Tell whether a token elsewhere may still come to an empty flow, and to none that holds one already."""
    full = [net.reaching[flow] for flow in before if flow in held]
    for empty in (flow for flow in before if flow not in held):
        coming = (held & net.reaching[empty]) - frozenset(before)
        if any(not any(token in way for way in full) for token in coming):
            return True
    return False


def _without(state: State, taken: tuple[int, ...]) -> list[int]:
    left = list(state)
    for flow in taken:
        left.remove(flow)
    return left
