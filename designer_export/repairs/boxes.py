"""Rectangles of a drawing, and how big each kind of node is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import local

EVENT: Final = (36.0, 36.0)
GATEWAY: Final = (50.0, 50.0)
ACTIVITY: Final = (100.0, 80.0)
GAP: Final = 50.0
_STEP: Final = 20.0
_MOST: Final = 200
"""Rows and columns that are looked at within a pool."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: "Box", gap: float = 0) -> bool:
        """Tell whether two rectangles overlap, or come closer than a gap."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )

    def holds(self, other: "Box") -> bool:
        """Tell whether another rectangle lies within this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


def size_of(node: etree._Element) -> tuple[float, float]:
    """Give width and height of a node as tools draw it."""
    name = local(node)
    if name.endswith("Event"):
        return EVENT
    return GATEWAY if name.endswith("Gateway") else ACTIVITY


def border(box: Box, towards: tuple[float, float]) -> tuple[float, float]:
    """Give the point at which a line from a rectangle's centre to another point leaves it."""
    (x, y), (to_x, to_y) = box.middle, towards
    over, up = to_x - x, to_y - y
    if not over and not up:
        return x, y
    scale = min(
        box.width / 2 / abs(over) if over else float("inf"), box.height / 2 / abs(up) if up else float("inf")
    )
    return x + over * scale, y + up * scale


def free_place(
    size: tuple[float, float], at: Box, side: int, taken: Iterable[Box], around: Box | None
) -> Box:
    """Find a free place for a new node near another.

    Parameters
    ----------
    side
        -1 for one before the other (to its left), 1 for one behind it.
    taken
        What stands there already.
    around
        The pool or sub-process that it must not leave; None for an open level.
    """
    width, height = size
    others = list(taken)
    middle = at.middle[1] - height / 2
    beside = at.x - GAP / 2 - width if side < 0 else at.x + at.width + GAP / 2
    near = [(beside + side * GAP / 2, middle), (beside, middle)]
    for step in range(1, 13):
        down = at.y + (at.height + GAP / 2) * step
        up = at.y - (height + GAP / 2) * step
        near += [(x, y) for y in (down, up) for x in (beside, at.x, at.x + side * width)]
    places = [Box(x, y, width, height) for x, y in near]
    inside = [place for place in places if around is None or around.holds(place)]
    for candidates in (inside, _grid(size, at, around), places):
        for place in candidates:
            if not any(place.meets(other, 4) for other in others):
                return place
    return (inside or places)[0]


def _grid(size: tuple[float, float], at: Box, around: Box | None) -> list[Box]:
    """List all places of a pool or sub-process, the nearest first."""
    if around is None:
        return []
    rows, columns = int((around.height - size[1]) // _STEP), int((around.width - size[0]) // _STEP)
    places = [
        Box(around.x + _STEP * column, around.y + _STEP * row, *size)
        for row in range(min(rows, _MOST) + 1)
        for column in range(min(columns, _MOST) + 1)
    ]
    (x, y) = at.middle
    return sorted(places, key=lambda place: abs(place.middle[0] - x) + abs(place.middle[1] - y))
