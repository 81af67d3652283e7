"""Makes room in a drawing for one more step behind a start."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.namespaces import BPMNDI, DC, DI
from designer_export.nodes import plain_id

SHIFT: Final = 160.0
"""A task's width, and the gap before it."""


def make_room(root: etree._Element, start: str) -> None:
    """Move all that begins right of a start far enough for a step behind it; what lies around it is widened.

    A diagram in which the start is not drawn stays as it is.
    """
    shape = next((item for item in root.iter(f"{{{BPMNDI}}}BPMNShape") if _of(item) == start), None)
    box = _bounds(shape) if shape is not None else None
    plane = shape.getparent() if shape is not None else None
    if shape is None or box is None or plane is None:
        return
    x, y, width, _ = box
    for item in plane:
        _move(item, x + width, shape, inside=(x, y))


def _move(item: etree._Element, edge: float, start: etree._Element, *, inside: tuple[float, float]) -> None:
    """Move what begins right of the edge; widen what lies around the start."""
    box = _bounds(item)
    if item is not start and box is not None:
        x, y, width, height = box
        if x < inside[0] < x + width and y < inside[1] < y + height:
            _set(item.find(f"{{{DC}}}Bounds"), width=width + SHIFT)
    for part in _places(item):
        value = _number(part, "x")
        if value is not None and value >= edge and item is not start:
            _set(part, x=value + SHIFT)


def _places(item: etree._Element) -> Iterator[etree._Element]:
    yield from item.iter(f"{{{DC}}}Bounds", f"{{{DI}}}waypoint")


def _bounds(item: etree._Element) -> tuple[float, float, float, float] | None:
    found = item.find(f"{{{DC}}}Bounds")
    if found is None:
        return None
    values = [_number(found, name) for name in ("x", "y", "width", "height")]
    if any(value is None for value in values):
        return None
    x, y, width, height = (value or 0.0 for value in values)
    return x, y, width, height


def _number(part: etree._Element, name: str) -> float | None:
    try:
        value = float(part.get(name, ""))
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _set(part: etree._Element | None, **values: float) -> None:
    for name, value in values.items():
        if part is not None:
            part.set(name, f"{value:g}" if value != int(value) else str(int(value)))


def _of(item: etree._Element) -> str:
    return plain_id(item.get("bpmnElement"))
