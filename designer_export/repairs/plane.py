"""The drawing of a diagram (BPMN DI): where its shapes stand, and how new ones are put beside them."""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from designer_export.namespaces import BPMNDI, DC, DI, local
from designer_export.nodes import plain_id
from designer_export.repairs.boxes import Box, border, free_place, size_of
from designer_export.support import ALL_NODES

_SHAPE: Final = f"{{{BPMNDI}}}BPMNShape"
_EDGE: Final = f"{{{BPMNDI}}}BPMNEdge"
_PLANE: Final = f"{{{BPMNDI}}}BPMNPlane"
_DIAGRAM: Final = f"{{{BPMNDI}}}BPMNDiagram"
_FARTHEST: Final = 1e7
_SIDES: Final = ("x", "y", "width", "height")
_BOUNDS: Final = f"{{{DC}}}Bounds"
_POINT: Final = f"{{{DI}}}waypoint"

_PREFIXES: Final = {"bpmndi": BPMNDI, "dc": DC, "di": DI}

Point = tuple[float, float]


class Plane:
    """Shapes and edges by the id of what they show; a diagram without any stays without."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self.shapes = {_shown(item): item for item in root.iter(_SHAPE)}
        self._edges = {_shown(item): item for item in root.iter(_EDGE)}
        self._ids = {item.get("id") for item in root.iter("*")}

    def box(self, identifier: str) -> Box | None:
        """Return the rectangle of an element, None if it is not drawn or its numbers cannot be read."""
        shape = self.shapes.get(identifier)
        bounds = shape.find(_BOUNDS) if shape is not None else None
        if bounds is None:
            return None
        try:
            x, y, width, height = (_read_number(bounds.get(name, "")) for name in _SIDES)
        except ValueError:
            return None
        return Box(x, y, width, height)

    def put(self, node: etree._Element, beside: str, side: int) -> None:
        """Draw a new node beside another that is drawn: before it (-1) or behind it (1)."""
        at = self.box(beside)
        if at is not None:
            taken = [box for name in self._neighbours(node) if (box := self.box(name)) is not None]
            place = free_place(size_of(node), at, side, taken, self._around(node))
            self.show(node.get("id", ""), place, self.shapes[beside].getparent())

    def put_inside(self, nodes: Sequence[etree._Element]) -> None:
        """Draw the first nodes of a level in a row within its shape, if that is open and wide enough."""
        around, shape = self._around(nodes[0]), self.shapes.get(self._holder(nodes[0]))
        if around is None or shape is None or shape.get("isExpanded") == "false":
            return
        sizes = [size_of(node) for node in nodes]
        gap = (around.width - sum(width for width, _ in sizes)) / (len(nodes) + 1)
        if gap < 10 or around.height < max(height for _, height in sizes) + 10:
            return
        x = around.x + gap
        for node, (width, height) in zip(nodes, sizes, strict=True):
            place = Box(x, around.middle[1] - height / 2, width, height)
            self.show(node.get("id", ""), place, shape.getparent())
            x += width + gap

    def show(self, identifier: str, box: Box, parent: etree._Element | None, **attributes: str) -> None:
        """Add a shape to a plane."""
        if parent is None:
            return
        shape = etree.SubElement(parent, _SHAPE, id=self._fresh(identifier), bpmnElement=identifier)
        for name, value in attributes.items():
            shape.set(name, value)
        numbers = {name: _number(getattr(box, name)) for name in ("x", "y", "width", "height")}
        etree.SubElement(shape, _BOUNDS, numbers)
        self.shapes[identifier] = shape

    def join(self, flow: str, source: str, target: str) -> None:
        """Draw a flow between two shapes, if both are drawn."""
        start, end = self.box(source), self.box(target)
        if start is not None and end is not None:
            self.line(flow, _way(start, end), self.shapes[source].getparent())

    def line(self, flow: str, points: Sequence[Point], parent: etree._Element | None) -> None:
        """Add an edge to a plane."""
        if parent is None:
            return
        edge = etree.SubElement(parent, _EDGE, id=self._fresh(flow), bpmnElement=flow)
        self._edges[flow] = edge
        for point in points:
            edge.append(_point(point))

    def reach(self, flow: str, node: str, *, at_end: bool) -> None:
        """Let the edge of a flow end (or begin) at another shape."""
        edge, box = self._edges.get(flow), self.box(node)
        points = edge.findall(_POINT) if edge is not None else []
        if edge is None or box is None or len(points) < 2:
            return
        other = points[-2] if at_end else points[1]
        moved = _point(border(box, _read(other)))
        edge.replace(points[-1] if at_end else points[0], moved)

    def new(self) -> etree._Element:
        """Add an empty diagram for the whole file, and give its plane."""
        diagram = etree.SubElement(self._root, _DIAGRAM, {"id": self._fresh("diagram")}, nsmap=_PREFIXES)
        shown = next(
            (item for kind in ("collaboration", "process") for item in self._root if local(item) == kind),
            None,
        )
        name = shown.get("id", "") if shown is not None else ""
        return etree.SubElement(diagram, _PLANE, id=self._fresh("plane"), bpmnElement=name)

    def _neighbours(self, node: etree._Element) -> Iterator[str]:
        level = node.getparent()
        for item in level if level is not None else ():
            if local(item) in ALL_NODES or local(item).endswith(("Reference", "Annotation")):
                yield item.get("id", "")

    def _around(self, node: etree._Element) -> Box | None:
        """Give the rectangle of the sub-process or pool that a node stands in."""
        return self.box(self._holder(node))

    def _holder(self, node: etree._Element) -> str:
        level = node.getparent()
        if level is None or local(level) != "process":
            return level.get("id", "") if level is not None else ""
        pools = (item for item in self._root.iter("*") if local(item) == "participant")
        name = level.get("id", "")
        return next((item.get("id", "") for item in pools if plain_id(item.get("processRef")) == name), "")

    def _fresh(self, identifier: str) -> str:
        name, number = f"{identifier}_di", 1
        while name in self._ids:
            number += 1
            name = f"{identifier}_di{number}"
        self._ids.add(name)
        return name


def _way(start: Box, end: Box) -> list[Point]:
    """Lead a flow from a shape to another: straight to the right, else over the shorter way."""
    (_, from_y), (_, to_y) = start.middle, end.middle
    if end.x >= start.x + start.width:
        first, last = (start.x + start.width, from_y), (end.x, to_y)
        if from_y == to_y:
            return [first, last]
        middle = (first[0] + last[0]) / 2
        return [first, (middle, from_y), (middle, to_y), last]
    return [border(start, end.middle), border(end, start.middle)]


def _shown(item: etree._Element) -> str:
    return plain_id(item.get("bpmnElement"))


def _read(point: etree._Element) -> Point:
    try:
        return _read_number(point.get("x", "0")), _read_number(point.get("y", "0"))
    except ValueError:
        return 0.0, 0.0


def _read_number(text: str) -> float:
    """Read a coordinate; ``nan``, ``inf`` and what lies beyond any paper is none."""
    value = float(text)
    if not abs(value) <= _FARTHEST:
        raise ValueError(text)
    return value


def _point(point: Point) -> etree._Element:
    return etree.Element(_POINT, x=_number(point[0]), y=_number(point[1]))


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
