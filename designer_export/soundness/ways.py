"""What a node may put tokens on when it has done its work."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from lxml import etree

from designer_export.scopes import Flow

Way = tuple[str, tuple[int, ...]]
"""The element that a token leaves by, and the flows that get one."""

MAX_CHOICES: Final = 6
"""Ways of one choice that are combined freely; more leave the level undecided."""


class Unfit(Exception):
    """The level holds something that the net cannot say."""


def ways_of(name: str, kind: str, node: etree._Element, after: Sequence[tuple[int, Flow]]) -> tuple[Way, ...]:
    """Give every way to leave a node by its own flows; conditions are free choices.

    Raises
    ------
    Unfit
        If there are too many.
    """
    return tuple((name, flows) for flows in _splits(kind, node.get("default"), after))


def _splits(kind: str, default: str | None, after: Sequence[tuple[int, Flow]]) -> Iterator[tuple[int, ...]]:
    every = tuple(number for number, _ in after)
    if kind in ("exclusiveGateway", "eventBasedGateway"):
        yield from ((flow,) for flow in every)
    elif kind == "parallelGateway" or len(every) < 2:
        yield every
    else:
        yield from _choices(kind, default, after)


def _choices(kind: str, default: str | None, after: Sequence[tuple[int, Flow]]) -> Iterator[tuple[int, ...]]:
    choosing = kind == "inclusiveGateway"
    others = [(number, flow) for number, flow in after if flow.id != default]
    free = [number for number, flow in others if flow.condition or choosing]
    sure = tuple(number for number, _ in others if number not in free)
    if len(free) > MAX_CHOICES:
        raise Unfit
    for size in range(len(free) + 1):
        for chosen in combinations(free, size):
            if chosen or sure:
                yield tuple(sorted((*sure, *chosen)))
    yield from ((number,) for number, flow in after if flow.id == default)
