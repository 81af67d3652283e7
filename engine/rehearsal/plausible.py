"""Values that the fields of a form could hold, by their types and bounds."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from forms.access import Access
from forms.fields import Field
from forms.model import Form

from .moment import BEGIN

_WORDS = ("样例", "一段说明", "测试内容", "张三")
_FORMATS = {"email": "zhangsan@example.com", "uri": "https://example.com/", "time": "09:00:00"}
_MOST_ROWS = 2


def values(form: Form, access: Access, random: Random) -> dict[str, Any]:
    """Give a value for every field that may be edited; those that cannot be thought of are left out."""
    found = {name: _value(field, access, random) for name, field in form.fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def _value(field: Field, access: Access, random: Random) -> Any:
    if field.control == "rows":
        return _rows(field, access, random)
    if not access.may_edit(field):
        return None
    if field.options:
        return _chosen(field, random)
    kind = "date" if field.control in ("date", "datetime") else field.type
    make = _MAKERS.get(kind)
    return make(field, random) if make is not None and field.control != "attachment" else None


def _rows(field: Field, access: Access, random: Random) -> list[dict[str, Any]] | None:
    rows = []
    for n in range(random.randint(1, _MOST_ROWS)):
        cells = {child.name: _value(child, access, random) for child in field.children}
        row = {name: value for name, value in cells.items() if value is not None}
        if row:
            # Without an id of its own it would get one by chance.
            rows.append({"id": f"row{n}", **row})
    return rows or None


def _chosen(field: Field, random: Random) -> Any:
    options = [option.value for option in field.options]
    if field.type == "array":
        return random.sample(options, random.randint(1, len(options)))
    return random.choice(options)


def _date(field: Field, random: Random) -> str:
    moment = BEGIN + timedelta(days=random.randint(0, 60))
    is_day = field.control == "date" and field.schema.get("format") != "date-time"
    return moment.date().isoformat() if is_day else moment.isoformat()


def _bounds(schema: Mapping[str, Any]) -> tuple[int, int]:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    bottom = int(low) + ("exclusiveMinimum" in schema) if _is_number(low) else None
    top = int(high) - ("exclusiveMaximum" in schema) if _is_number(high) else None
    if bottom is None:
        bottom = min(0, top) if top is not None else 0
    return bottom, max(bottom, top if top is not None else bottom + 100)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(field: Field, random: Random) -> int:
    return random.randint(*_bounds(field.schema))


def _text(field: Field, random: Random) -> str:
    if field.schema.get("format") in _FORMATS:
        return _FORMATS[field.schema["format"]]
    shortest, longest = (field.schema.get(name) for name in ("minLength", "maxLength"))
    words = random.choice(_WORDS)
    if _is_number(shortest):
        words = words.ljust(min(int(shortest or 0), 1000), "文")
    return words[: int(longest)] if _is_number(longest) and longest else words


def _list(field: Field, random: Random) -> list[str] | None:
    return [random.choice(_WORDS)] if field.items.get("type") == "string" else None


def _flag(field: Field, random: Random) -> bool:
    return random.random() < 0.5


_MAKERS: Mapping[str, Callable[[Field, Random], Any]] = {
    "date": _date,
    "string": _text,
    "integer": _number,
    "number": _number,
    "boolean": _flag,
    "array": _list,
}
