"""A form that has every control, and the page that a browser would send back."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from forms.model import Form

COLUMNS = {
    "date": {"type": "string", "format": "date", "title": "日期"},
    "place": {"type": "string", "title": "地点", "maxLength": 60},
    "amount": {"type": "number", "title": "金额", "minimum": 0},
    "paid": {"type": "boolean", "title": "已付"},
}
CHOICES = [{"const": "a", "title": "甲"}, {"const": "b", "x-title": {"zh-CN": "乙", "en": "B"}}]
PROPERTIES: dict[str, Any] = {
    "name": {"type": "string", "title": "姓名", "x-auto": "initiator.name"},
    "phone": {"type": "string", "title": "电话", "pattern": "^[0-9-]+$", "maxLength": 20},
    "mail": {"type": "string", "format": "email", "title": "邮箱"},
    "reason": {
        "type": "string",
        "title": "原因",
        "x-control": "textarea",
        "maxLength": 300,
        "description": "写清楚",
    },
    "count": {"type": "integer", "title": "数量", "minimum": 1, "maximum": 99},
    "weight": {"type": "number", "title": "重量"},
    "day": {"type": "string", "format": "date", "title": "日子"},
    "moment": {"type": "string", "format": "date-time", "title": "时刻"},
    "kind": {"type": "string", "title": "类别", "oneOf": CHOICES, "x-control": "select"},
    "grade": {"type": "integer", "title": "等级", "enum": [1, 2, 3], "x-control": "radio"},
    "items": {
        "type": "array",
        "title": "项目",
        "items": {"type": "string", "oneOf": CHOICES},
        "uniqueItems": True,
    },
    "pledge": {"type": "boolean", "title": "承诺", "const": True},
    "boss": {"type": "string", "title": "负责人", "x-control": "person"},
    "unit": {"type": "string", "title": "单位", "x-control": "unit"},
    "units": {"type": "array", "title": "各单位", "x-control": "unit", "items": {"type": "string"}},
    "files": {
        "type": "array",
        "title": "附件",
        "x-control": "attachment",
        "x-accept": [".pdf"],
        "x-max-bytes": 1_048_576,
        "maxItems": 3,
        "items": {
            "type": "object",
            "properties": {"id": {"type": "string"}, "name": {"type": "string"}, "size": {"type": "integer"}},
        },
    },
    "rows": {
        "type": "array",
        "title": "明细",
        "maxItems": 5,
        "items": {"type": "object", "properties": COLUMNS, "required": ["place"]},
    },
    "note": {"type": "string", "title": "说明", "x-control": "static", "description": "按规定办理"},
    "password": {"type": "string", "title": "新密码", "x-secret": True},
    "opinion": {"type": "array", "title": "意见", "x-control": "opinion", "items": {"type": "object"}},
}


@pytest.fixture(scope="session")
def properties() -> dict[str, Any]:
    """Return the fields of `form`."""
    return PROPERTIES


@pytest.fixture(scope="session")
def form() -> Form:
    """Every control once."""
    return _make_form(PROPERTIES)


@pytest.fixture(scope="session")
def make_form() -> Callable[..., Form]:
    """Return a maker of forms: fields, rows of the layout, further keywords of the schema."""
    return _make_form


def _make_form(properties: dict[str, Any], rows: list[Any] | None = None, **schema: Any) -> Form:
    """Return a form of some fields, each in a row of its own."""
    cells = rows or [[{"field": f"/{name}", "span": 3}] for name in properties]
    layout = {"title": "表", "columns": 4, "rows": cells}
    return Form({"type": "object", "properties": properties, **schema}, {"paper": layout})


@pytest.fixture(scope="session")
def sent() -> Callable[[str], dict[str, list[str]]]:
    """Return what a browser sends for a page, untouched, no button pressed."""
    return lambda html: _Browser(html).inputs


class _Browser(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.inputs: dict[str, list[str]] = {}
        self.area: str | None = None
        self.text = ""
        self.select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        if tag == "input" and held.get("type") != "file":
            if held.get("type") not in ("checkbox", "radio") or "checked" in held:
                self._add(held["name"], held.get("value", "on"))
        elif tag == "textarea":
            self.area, self.text = held["name"], ""
        elif tag == "select":
            self.select = held["name"]
        elif tag == "option" and "selected" in held and self.select:
            self._add(self.select, held["value"])

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None:
            self._add(self.area, self.text.removeprefix("\n").replace("\n", "\r\n"))
            self.area = None
        if tag == "select":
            if self.select and self.select not in self.inputs:
                self._add(self.select, "")
            self.select = None

    def _add(self, name: str, value: str) -> None:
        self.inputs.setdefault(name, []).append(value)
