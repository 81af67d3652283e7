"""When something stood nowhere for a while: what took it away, or merged it with others, was undone later.

A token that lives again remembers nothing of that. It follows from what was undone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from engine.execution import Passage

from .family import Family

Lull = tuple[int, int]
"""Before which token it went, and before which one it came back."""


def lulls(family: Family, undone: Mapping[int, int], left: Mapping[int, int]) -> Mapping[int, list[Lull]]:
    """Give them by token."""
    found: defaultdict[int, list[Lull]] = defaultdict(list)
    for token, back in undone.items():
        one = family.of[token]
        source = one.parent if family.jumped(one) else _interrupted(family, one)
        if source:
            for other in _taken_away(family, left, source, token):
                found[other].append((token, back))
        elif one.gathers and one.state == "done" and not one.into:
            for other in _merged(family, left, one):
                found[other].append((left[token], back))
    return found


def _interrupted(family: Family, catcher: Passage) -> int:
    """The activity that an event has ended; 0 if it has ended none."""
    if not catcher.stops:
        return 0
    beside = family.children.get(catcher.parent, ()) if catcher.parent else ()
    hosts = (token for token in beside if token < catcher.token and family.of[token].element == catcher.stops)
    return max(hosts, default=0)


def _taken_away(family: Family, left: Mapping[int, int], source: int, by: int) -> Iterator[int]:
    """What was left behind, with what was inside it."""
    todo = [source]
    while todo:
        token = todo.pop()
        one = family.of[token]
        todo += [part for part in (*family.inside.get(token, ()), *family.items.get(token, ())) if part < by]
        if one.state != "cancelled" and not one.void and left.get(token, by + 1) > by:
            yield token


def _merged(family: Family, left: Mapping[int, int], survivor: Passage) -> Iterator[int]:
    """Those that waited at a join on other ways, when it fired with one that was undone later."""
    beside = family.joining[(survivor.level, survivor.element)]
    ways = {survivor.via}
    for token in beside:
        one = family.of[token]
        stood = token < survivor.token and left.get(token, left[survivor.token] + 1) > left[survivor.token]
        if stood and one.via not in ways and not one.void and one.state != "cancelled":
            ways.add(one.via)
            yield token
