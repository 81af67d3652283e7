"""Which move undid which tokens: a token says that it is void, not since when."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from engine.execution import Passage

from .family import Family


def undone_by(passages: Sequence[Passage]) -> dict[int, int]:
    """Give for each void token the one that was put in place when it was undone.

    A move backwards undoes one execution of a step with its consequences, and enters the step afresh, from
    where that had come: the new token has an elder one, void, of the same parent and flow.
    """
    family = Family(passages)
    found: dict[int, int] = {}
    void: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    entered = []
    for one in passages:
        place = (one.parent, one.level, one.element, one.via, one.item)
        elder = next((token for token in reversed(void[place]) if token not in found), None)
        if elder is not None:
            entered.append(one.token)
            for token in _consequences(family, elder, one.token):
                found.setdefault(token, one.token)
        if one.void and not one.listens:
            void[place].append(one.token)
    _guess(passages, found, entered)
    return found


def _consequences(family: Family, start: int, before: int) -> Iterator[int]:
    """The void tokens that depend on one, itself included, of those that were there by then."""
    todo, seen = [start], {start}
    while todo:
        token = todo.pop()
        if family.of[token].void:
            yield token
        for other in _followers(family, token):
            if other < before and other not in seen:
                seen.add(other)
                todo.append(other)


def _followers(family: Family, token: int) -> Iterator[int]:
    one = family.of[token]
    if one.void:
        yield from family.items.get(token, ())
        yield from family.inside.get(token, ())
    yield from family.children.get(token, ())
    yield from family.brought.get(token, ())
    if one.into:
        yield from family.children.get(one.into, ())
    # What stood around it had ended because of it: what followed that is undone, too.
    whole = one.parent if one.item is not None else one.level
    if whole:
        yield from (other for other in family.children.get(whole, ()) if family.of[other].void)
        yield from (other for other in family.items.get(whole, ()) if other > token and family.of[other].void)


def _guess(passages: Sequence[Passage], found: dict[int, int], entered: list[int]) -> None:
    """What no move is seen to have undone was undone by the first that came after it."""
    for one in passages:
        if one.void and one.token not in found:
            place = bisect_right(entered, one.token)
            found[one.token] = entered[place] if place < len(entered) else passages[-1].token + 1
