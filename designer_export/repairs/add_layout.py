"""Draw a diagram that has no drawing: layers from left to right, lanes and pools one under the other."""

from collections import defaultdict

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.nodes import plain_id
from designer_export.repairs.boxes import GAP, Box, size_of
from designer_export.repairs.layers import columns, rows
from designer_export.repairs.sheet import Sheet, nodes_of
from designer_export.scopes import LEVELS, Scope

ID = "add-layout"
ORDER = 90

_ROW = 120.0
_LABEL = 30.0
Sizes = dict[str, tuple[float, float]]


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw pools, lanes, nodes and flows; nothing is done where anything is drawn already."""
    if sheet.plane.shapes:
        return False
    plane = sheet.plane.new()
    top = 80.0
    for process in sheet.root.iterchildren(bpmn("process")):
        top += _process(sheet, process, top, plane) + GAP
    for pool in sheet.root.iter(bpmn("participant")):
        if pool.get("id") and pool.get("id") not in sheet.plane.shapes:
            sheet.plane.show(pool.get("id", ""), Box(100, top, 600, 60), plane, isHorizontal="true")
            top += 60 + GAP
    for kind in ("sequenceFlow", "association", "messageFlow"):
        for way in sheet.root.iter(bpmn(kind)):
            ends = [plain_id(way.get(end)) for end in ("sourceRef", "targetRef")]
            if way.get("id"):
                sheet.plane.join(way.get("id", ""), *ends)
    return True


def _process(sheet: Sheet, process: etree._Element, top: float, plane: etree._Element) -> float:
    """Draw one process, in its pool and lanes if it has them; give its height."""
    name = process.get("id", "")
    pools = [
        item for item in sheet.root.iter(bpmn("participant")) if plain_id(item.get("processRef")) == name
    ]
    lanes = [lane for lane in process.iter(bpmn("lane")) if lane.find(bpmn("childLaneSet")) is None]
    left = 100.0 + (_LABEL if pools else 0) + (_LABEL if lanes else 0)
    sizes: Sizes = {}
    width, height = _measure(sheet, process, sizes)
    bands = _bands(lanes, process) if lanes else [[item.get("id", "") for item in nodes_of(process)]]
    y = top
    for number, band in enumerate(bands):
        tall = _place(sheet, process, (left, y), sizes, plane, set(band))
        if lanes and number < len(lanes):
            shape = Box(left - _LABEL, y, width + _LABEL, tall)
            sheet.plane.show(lanes[number].get("id", ""), shape, plane, isHorizontal="true")
        y += tall
    if pools:
        shape = Box(100, top, width + left - 100, y - top)
        sheet.plane.show(pools[0].get("id", ""), shape, plane, isHorizontal="true")
    return max(y - top, height)


def _bands(lanes: list[etree._Element], process: etree._Element) -> list[list[str]]:
    """List the nodes of each lane, at last those of none."""
    found = [[(item.text or "").strip() for item in lane.iterchildren(bpmn("flowNodeRef"))] for lane in lanes]
    named = {name for band in found for name in band}
    rest = [name for item in nodes_of(process) if (name := item.get("id", "")) not in named]
    return [*found, rest] if rest else found


def _measure(sheet: Sheet, level: etree._Element, sizes: Sizes) -> tuple[float, float]:
    """Give the size of a level, and remember those of the sub-processes in it."""
    for node in nodes_of(level):
        inner = _measure(sheet, node, sizes) if local(node) in LEVELS and nodes_of(node) else size_of(node)
        sizes[node.get("id", "")] = inner
    grid = _grid(sheet.scope(level), sizes, None)
    return (
        sum(grid.widths) + GAP * (len(grid.widths) + 1),
        max([_ROW, *(sum(tall) + GAP / 2 * (len(tall) + 1) for tall in grid.heights)]),
    )


class _Grid:
    """Columns of a level with the width of each, and the heights of what stands in them."""

    def __init__(self) -> None:
        self.cells: dict[int, list[str]] = defaultdict(list)
        self.widths: list[float] = []
        self.heights: list[list[float]] = []


def _grid(scope: Scope, sizes: Sizes, band: set[str] | None) -> _Grid:
    standing = [name for name, node in scope.nodes.items() if local(node) != "boundaryEvent"]
    placed = columns(scope, standing)
    order = rows(scope, placed)
    grid = _Grid()
    for name in sorted(standing, key=lambda item: order[item]):
        if band is None or name in band:
            grid.cells[placed[name]].append(name)
    for column in range(max(placed.values(), default=-1) + 1):
        here = [name for name in standing if placed[name] == column]
        grid.widths.append(max([sizes[name][0] for name in here]))
        grid.heights.append([sizes[name][1] for name in grid.cells[column]])
    return grid


def _place(
    sheet: Sheet,
    level: etree._Element,
    at: tuple[float, float],
    sizes: Sizes,
    plane: etree._Element,
    band: set[str] | None,
) -> float:
    """Draw the nodes of a level, or of one lane of it; give the height that they take."""
    scope = sheet.scope(level)
    grid = _grid(scope, sizes, band)
    tall = max([_ROW, *(sum(heights) + GAP / 2 * (len(heights) + 1) for heights in grid.heights)])
    x = at[0] + GAP
    for column, width in enumerate(grid.widths):
        heights = grid.heights[column]
        y = at[1] + (tall - sum(heights) - GAP / 2 * (len(heights) - 1)) / 2
        for name in grid.cells[column]:
            own, high = sizes[name]
            _show(sheet, scope.nodes[name], Box(x + (width - own) / 2, y, own, high), sizes, plane)
            y += high + GAP / 2
        x += width + GAP
    _borders(sheet, scope, plane)
    return tall


def _show(sheet: Sheet, node: etree._Element, box: Box, sizes: Sizes, plane: etree._Element) -> None:
    inner = local(node) in LEVELS and bool(nodes_of(node))
    more = {"isExpanded": "true"} if inner else {}
    sheet.plane.show(node.get("id", ""), box, plane, **more)
    if inner:
        _place(sheet, node, (box.x, box.y), sizes, plane, None)


def _borders(sheet: Sheet, scope: Scope, plane: etree._Element) -> None:
    """Draw the boundary events at the lower border of their activities, side by side."""
    count: dict[str, int] = defaultdict(int)
    for name, node in scope.nodes.items():
        host = node.get("attachedToRef", "")
        box = sheet.plane.box(host) if local(node) == "boundaryEvent" else None
        if box is not None and name not in sheet.plane.shapes:
            x = box.x + box.width - 28 - 40 * count[host]
            sheet.plane.show(name, Box(x, box.y + box.height - 18, 36, 36), plane)
            count[host] += 1
