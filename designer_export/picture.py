"""A diagram as an SVG: shapes and words alone, nothing that runs, nothing that is fetched."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from designer_export.namespaces import BPMNDI, DC, DI, local
from designer_export.nodes import flag
from designer_export.picture_marks import MARKS, bottom_marks, event_mark, gateway_mark, task_mark
from designer_export.picture_words import lines
from designer_export.reading import read
from designer_export.repairs import add_layout
from designer_export.repairs.sheet import Sheet

_SVG: Final = "http://www.w3.org/2000/svg"
_MARGIN: Final = 20.0
_FARTHEST: Final = 1_000_000.0
_FONT: Final = 12
_BEHIND: Final = frozenset({"participant", "lane", "group"})
_STYLE: Final = (
    "text{font:12px 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;fill:#1a2431}"
    ".s{fill:#fff;stroke:#1a2431;stroke-width:1.5}.e{fill:none;stroke:#1a2431;stroke-width:1.5}"
    ".m{fill:none;stroke:#1a2431;stroke-width:1.6;stroke-linejoin:round}.f{fill:#1a2431}"
    ".d{stroke-dasharray:5 4}.o{stroke-dasharray:1.5 4}.w{stroke-width:4}"
)


@dataclass(frozen=True, slots=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def picture(data: bytes) -> bytes:
    """Draw a diagram as its drawing information says; one that has none is laid out.

    Raises
    ------
    Unreadable
    """
    root = read(data).root
    add_layout.apply(Sheet(root), root)
    known = {element.get("id"): element for element in root.iter("*") if element.get("id")}
    drawing = _Drawing(known)
    plane = root.find(f"{{{BPMNDI}}}BPMNDiagram/{{{BPMNDI}}}BPMNPlane")
    for item in _in_order(plane, known):
        drawing.draw(item)
    return drawing.finished()


def _in_order(plane: etree._Element | None, known: dict[Any, Any]) -> Iterator[etree._Element]:
    """Give what is drawn, the large things before those that lie on them."""
    items = [] if plane is None else [item for item in plane if isinstance(item.tag, str)]

    def depth(item: etree._Element) -> int:
        element = known.get(item.get("bpmnElement"))
        if element is None or item.tag == f"{{{BPMNDI}}}BPMNEdge":
            return 2
        if local(element) in _BEHIND:
            return 0
        return 1 if flag(item, "isExpanded") else 3

    return iter(sorted(items, key=depth))


class _Drawing:
    def __init__(self, known: dict[Any, Any]) -> None:
        self._known = known
        self._svg = etree.Element(f"{{{_SVG}}}svg", nsmap={None: _SVG})  # type: ignore[dict-item]
        self._add("style").text = _STYLE
        self._arrows()
        self._points: list[tuple[float, float]] = []

    def draw(self, item: etree._Element) -> None:
        element = self._known.get(item.get("bpmnElement"))
        if element is None:
            return
        if item.tag == f"{{{BPMNDI}}}BPMNEdge":
            self._edge(item, element)
        elif item.tag == f"{{{BPMNDI}}}BPMNShape":
            box = _box(item.find(f"{{{DC}}}Bounds"))
            if box is not None:
                self._points += [(box.x, box.y), (box.x + box.width, box.y + box.height)]
                self._shape(item, element, box)

    def finished(self) -> bytes:
        xs, ys = [x for x, _ in self._points] or [0.0], [y for _, y in self._points] or [0.0]
        left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
        width, height = max(xs) - left + _MARGIN, max(ys) - top + _MARGIN
        self._svg.set("viewBox", " ".join(_n(one) for one in (left, top, width, height)))
        self._svg.set("width", _n(width))
        self._svg.set("height", _n(height))
        return etree.tostring(self._svg, xml_declaration=True, encoding="UTF-8")

    def _shape(self, item: etree._Element, element: etree._Element, box: _Box) -> None:
        kind = local(element)
        if kind.endswith("Event"):
            self._event(element, box)
            self._label(item, element, box)
        elif kind.endswith("Gateway"):
            self._gateway(element, box)
            self._label(item, element, box)
        elif kind in ("participant", "lane"):
            self._pool(item, element, box)
        elif kind.startswith("data"):
            self._data(kind, box)
            self._label(item, element, box)
        elif kind == "textAnnotation":
            self._annotation(element, box)
        elif kind == "group":
            self._add("rect", **_rect(box), rx="10", **{"class": "e d"})
        else:
            self._activity(item, element, box)

    def _event(self, event: etree._Element, box: _Box) -> None:
        (x, y), radius, kind = box.middle, min(box.width, box.height) / 2, local(event)
        dashed = event.get("isInterrupting") == "false" or event.get("cancelActivity") == "false"
        look = "s w" if kind == "endEvent" else "s"
        self._circle(x, y, radius, f"{look} d" if dashed else look)
        if kind not in ("startEvent", "endEvent"):
            self._circle(x, y, radius - 3.5, "e d" if dashed else "e")
        mark = event_mark(event)
        if mark is not None:
            throws = kind in ("endEvent", "intermediateThrowEvent")
            self._mark(mark, x, y, radius * 1.1, filled=throws and mark != "timer")

    def _gateway(self, gateway: etree._Element, box: _Box) -> None:
        (x, y), wide, high = box.middle, box.width / 2, box.height / 2
        corners = [(x, y - high), (x + wide, y), (x, y + high), (x - wide, y)]
        self._add("polygon", points=_points(corners), **{"class": "s"})
        mark = gateway_mark(gateway)
        if mark is not None:
            self._mark(mark, x, y, min(box.width, box.height) * 0.56)

    def _activity(self, item: etree._Element, activity: etree._Element, box: _Box) -> None:
        kind = local(activity)
        looks: dict[str, str] = {"class": "s"}
        if kind == "callActivity":
            looks["class"] = "s w"
        if flag(activity, "triggeredByEvent"):
            looks["class"] = "s o"
        self._add("rect", **_rect(box), rx="10", **looks)
        if kind == "transaction":
            within = _Box(box.x + 3, box.y + 3, box.width - 6, box.height - 6)
            self._add("rect", **_rect(within), rx="8", **{"class": "e"})
        mark = task_mark(activity)
        if mark is not None:
            self._mark(mark, box.x + 14, box.y + 14, 16, filled=kind == "sendTask")
        inside = kind.endswith("SubProcess") or kind in ("subProcess", "transaction")
        expanded = inside and flag(item, "isExpanded")
        found = bottom_marks(activity, collapsed=inside and not expanded)
        for place, bottom in enumerate(found):
            x = box.middle[0] + (place - (len(found) - 1) / 2) * 18
            self._mark(bottom, x, box.y + box.height - 10, 14)
        top = box.y + 16 if expanded else None
        self._words(_name(activity), box, box.width - 12, top=top)

    def _pool(self, item: etree._Element, element: etree._Element, box: _Box) -> None:
        self._add("rect", **_rect(box), **{"class": "s"})
        upright = item.get("isHorizontal", "true") != "false"
        if local(element) == "participant":
            ends = [(box.x + 30, box.y), (box.x + 30, box.y + box.height)]
            flat = [(box.x, box.y + 30), (box.x + box.width, box.y + 30)]
            self._add("polyline", points=_points(ends if upright else flat), **{"class": "e"})
        if not upright:
            self._words(_name(element), box, box.width - 10, top=box.y + 19)
            return
        x, y = box.x + 15, box.middle[1]
        turned = self._add("text", x=_n(x), y=_n(y + 4), transform=f"rotate(-90 {_n(x)} {_n(y)})")
        turned.set("text-anchor", "middle")
        turned.text = (lines(_name(element), box.height - 10, 1) or [""])[0]

    def _data(self, kind: str, box: _Box) -> None:
        x, y, right, low = box.x, box.y, box.x + box.width, box.y + box.height
        if kind.startswith("dataStore"):
            arc = f"{_n(box.width / 2)} 7 0 0"
            path = f"M{_n(x)} {_n(y + 7)}A{arc} 1 {_n(right)} {_n(y + 7)}V{_n(low - 7)}A{arc} 1 {_n(x)}"
            path += f" {_n(low - 7)}zM{_n(x)} {_n(y + 7)}A{arc} 0 {_n(right)} {_n(y + 7)}"
        else:
            fold = min(box.width, box.height) * 0.28
            path = f"M{_n(x)} {_n(y)}H{_n(right - fold)}L{_n(right)} {_n(y + fold)}V{_n(low)}H{_n(x)}z"
            path += f"M{_n(right - fold)} {_n(y)}V{_n(y + fold)}H{_n(right)}"
        self._add("path", d=path, **{"class": "s"})

    def _annotation(self, element: etree._Element, box: _Box) -> None:
        ends = [(box.x + 12, box.y), (box.x, box.y), (box.x, box.y + box.height)]
        self._add("polyline", points=_points([*ends, (box.x + 12, box.y + box.height)]), **{"class": "e"})
        text = next((part.text or "" for part in element if local(part) == "text"), "")
        self._words(text, _Box(box.x + 6, box.y, box.width - 6, box.height), box.width - 10)

    def _edge(self, item: etree._Element, element: etree._Element) -> None:
        way = [point for one in item.iter(f"{{{DI}}}waypoint") if (point := _point(one)) is not None]
        if len(way) < 2:
            return
        self._points += way
        kind, looks = local(element), {"class": "e", "marker-end": "url(#arrow)"}
        if kind == "messageFlow":
            looks = {"class": "e d", "marker-start": "url(#circle)", "marker-end": "url(#open)"}
        elif kind.startswith("data"):
            looks = {"class": "e o", "marker-end": "url(#line)"}
        elif kind == "association":
            looks = {"class": "e o"}
        self._add("polyline", points=_points(way), **looks)
        if kind == "sequenceFlow" and self._is_default(element):
            (x, y), (x2, y2) = way[0], way[1]
            turn = math.degrees(math.atan2(y2 - y, x2 - x))
            self._add("path", d="M8 5L14 -5", transform=f"translate({_n(x)} {_n(y)}) rotate({_n(turn)})",
                      **{"class": "e"})  # fmt: skip
        half = len(way) // 2
        (x, y), (x2, y2) = way[half - 1], way[half]
        self._label(item, element, _Box((x + x2) / 2, (y + y2) / 2 - 16, 0, 0))

    def _is_default(self, flow: etree._Element) -> bool:
        source = self._known.get(flow.get("sourceRef"))
        return source is not None and source.get("default") == flow.get("id")

    def _label(self, item: etree._Element, element: etree._Element, box: _Box) -> None:
        """Write a name beside its symbol: where the drawing says, else below it."""
        name, own = _name(element), _box(item.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))
        if not name:
            return
        if own is not None:
            self._points += [(own.x, own.y), (own.x + own.width, own.y + own.height)]
            self._words(name, own, max(own.width, 60) + 4)
        else:
            self._words(name, box, 110, top=box.y + box.height + 14)

    def _words(self, text: str, box: _Box, width: float, *, top: float | None = None) -> None:
        """Write a text in the middle of a box, or from a line downwards."""
        written = lines(text, width, 6)
        first = box.middle[1] - (len(written) - 1) * 7 + 4 if top is None else top
        for number, line in enumerate(written):
            made = self._add("text", x=_n(box.middle[0]), y=_n(first + number * 14))
            made.set("text-anchor", "middle")
            made.text = line

    def _mark(self, name: str, x: float, y: float, size: float, *, filled: bool = False) -> None:
        scale = size / 24
        place = f"translate({_n(x - size / 2)} {_n(y - size / 2)}) scale({scale:.3f})"
        looks = {"class": "m f" if filled or name == "terminate" else "m"}
        if filled and name == "message":
            looks["style"] = "stroke:#fff;fill:#1a2431"
        self._add("path", d=MARKS[name], transform=place, **looks)

    def _circle(self, x: float, y: float, radius: float, look: str) -> None:
        if radius > 0:
            self._add("circle", cx=_n(x), cy=_n(y), r=_n(radius), **{"class": look})

    def _arrows(self) -> None:
        for name, path, look in (
            ("arrow", "M0 0L10 5L0 10z", "f"),
            ("open", "M0 0L10 5L0 10z", "s"),
            ("line", "M0 0L10 5L0 10", "m"),
            ("circle", "M5 1a4 4 0 1 0 0 8a4 4 0 0 0 0-8z", "s"),
        ):
            sizes = {"viewBox": "0 0 10 10", "markerWidth": "8", "markerHeight": "8", "refY": "5"}
            at = {"refX": "5" if name == "circle" else "10", "orient": "auto"}
            marker = self._add("marker", id=name, **sizes, **at, markerUnits="userSpaceOnUse")
            etree.SubElement(marker, f"{{{_SVG}}}path", {"d": path, "class": look})

    def _add(self, tag: str, **attributes: str) -> etree._Element:
        return etree.SubElement(self._svg, f"{{{_SVG}}}{tag}", attributes)


def _name(element: etree._Element) -> str:
    return " ".join((element.get("name") or "").split())


def _box(bounds: etree._Element | None) -> _Box | None:
    if bounds is None:
        return None
    values = [_number(bounds.get(name)) for name in ("x", "y", "width", "height")]
    known = [value for value in values if value is not None]
    return _Box(*known) if len(known) == 4 and known[2] >= 0 and known[3] >= 0 else None


def _point(point: etree._Element) -> tuple[float, float] | None:
    x, y = _number(point.get("x")), _number(point.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if abs(value) <= _FARTHEST else None


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _rect(box: _Box) -> dict[str, str]:
    return {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)}
