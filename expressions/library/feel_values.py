"""FEEL: kinds of values, equality, order, three-valued logic, ranges, paths."""

import datetime
from typing import Any


class FeelMonths:
    """A duration of years and months."""

    def __init__(self, months: int) -> None:
        self.months = months


class FeelRange:
    """A range; a side may be open, or nothing."""

    def __init__(self, low: Any, high: Any, low_closed: bool, high_closed: bool) -> None:
        self.low = low
        self.high = high
        self.low_closed = low_closed
        self.high_closed = high_closed


def feel_kind(value: Any) -> str:
    """Name the kind of a value."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (list, tuple)):
        return "list"
    if isinstance(value, dict):
        return "context"
    return feel_rare_kind(value)


def feel_rare_kind(value: Any) -> str:
    """Name the kind of a value that is no JSON."""
    if isinstance(value, datetime.datetime):
        return "date and time"
    if isinstance(value, datetime.date):
        return "date"
    if isinstance(value, datetime.time):
        return "time"
    if isinstance(value, datetime.timedelta):
        return "days and time duration"
    if isinstance(value, FeelMonths):
        return "years and months duration"
    return "range" if isinstance(value, FeelRange) else "function"


def feel_single(value: Any) -> Any:
    """Give the only item of a list of one, else the value itself."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def feel_key(value: Any) -> Any:
    """Give what a value is ordered by; a moment without a zone counts as UTC."""
    if isinstance(value, FeelMonths):
        return value.months
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        return value.replace(tzinfo=datetime.timezone.utc)
    if isinstance(value, datetime.time):
        offset = value.utcoffset()
        seconds = value.hour * 3600 + value.minute * 60 + value.second
        return seconds * 1000000 + value.microsecond - (offset.total_seconds() * 1000000 if offset else 0)
    return value


def feel_equal(a: Any, b: Any) -> Any:
    """``a = b``: None for values of different kinds, but nothing is only equal to nothing."""
    if a is None or b is None:
        return a is b
    a, b = feel_single(a), feel_single(b)
    kind = feel_kind(a)
    if kind != feel_kind(b):
        return False if kind.endswith("duration") and feel_kind(b).endswith("duration") else None
    if kind == "list":
        return len(a) == len(b) and all(feel_equal(x, y) is True for x, y in zip(a, b, strict=True))
    if kind == "context":
        return len(a) == len(b) and all(key in b and feel_equal(a[key], b[key]) is True for key in a)
    if kind == "range":
        sides = a.low_closed == b.low_closed and a.high_closed == b.high_closed
        return sides and feel_equal(a.low, b.low) is True and feel_equal(a.high, b.high) is True
    if kind in ("time", "date and time") and (a.tzinfo is None) != (b.tzinfo is None):
        return False
    return feel_key(a) == feel_key(b)


def feel_same(a: Any, b: Any) -> bool:
    """``is(a, b)``: of one kind, and the same."""
    return feel_kind(a) == feel_kind(b) and feel_equal(a, b) is True


def feel_unequal(a: Any, b: Any) -> Any:
    """``a != b``."""
    same = feel_equal(a, b)
    return None if same is None else not same


def feel_order(a: Any, b: Any) -> Any:
    """Give -1, 0 or 1; None where there is no order."""
    kind = feel_kind(a)
    if kind != feel_kind(b) or kind in ("null", "boolean", "list", "context", "range", "function"):
        return None
    x, y = feel_key(a), feel_key(b)
    return -1 if x < y else 1 if x > y else 0


def feel_less(a: Any, b: Any) -> Any:
    """``a < b``."""
    order = feel_order(a, b)
    return None if order is None else order < 0


def feel_less_or_equal(a: Any, b: Any) -> Any:
    """``a <= b``."""
    order = feel_order(a, b)
    return None if order is None else order <= 0


def feel_greater(a: Any, b: Any) -> Any:
    """``a > b``."""
    return feel_less(b, a)


def feel_greater_or_equal(a: Any, b: Any) -> Any:
    """``a >= b``."""
    return feel_less_or_equal(b, a)


def feel_between(value: Any, low: Any, high: Any) -> Any:
    """``value between low and high``."""
    return feel_and(feel_less_or_equal(low, value), feel_less_or_equal(value, high))


def feel_and(*values: Any) -> Any:
    """False if one is false, true if all are true, else nothing."""
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


def feel_or(*values: Any) -> Any:
    """True if one is true, false if all are false, else nothing."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


def feel_not(value: Any) -> Any:
    """``not(value)``: nothing for what is neither true nor false."""
    return (not value) if isinstance(value, bool) else None


def feel_in_range(value: Any, low: Any, high: Any, low_closed: Any = True, high_closed: Any = True) -> Any:
    """``value in [low..high]``; bounds the wrong way round are taken the other way."""
    if value is None or (low is None and high is None):
        return None
    if feel_order(low, high) == 1:
        low, high, low_closed, high_closed = high, low, high_closed, low_closed
    above = (
        (feel_less_or_equal(low, value) if low_closed else feel_less(low, value)) if low is not None else True
    )
    if high is None:
        return above
    return feel_and(above, feel_less_or_equal(value, high) if high_closed else feel_less(value, high))


def feel_in(value: Any, *tests: Any) -> Any:
    """``value in (…)`` for values and ranges; an item of a list among them counts too."""
    unknown = False
    for test in tests:
        if isinstance(test, FeelRange):
            found = feel_in_range(value, test.low, test.high, test.low_closed, test.high_closed)
        elif feel_kind(test) == "function":
            found = test(value)
        else:
            found = feel_equal(test, value) is True
            if not found and isinstance(test, list):
                found = feel_in(value, *test)
        if found is True:
            return True
        unknown = unknown or found is None
    return None if unknown else False


def feel_known(read: Any) -> Any:
    """Read a variable that may not be there: nothing then."""
    try:
        return read()
    except NameError:
        return None


def feel_or_else(read: Any, other: Any) -> Any:
    """``get or else(variable, other)``."""
    found = feel_known(read)
    return other() if found is None else found


def feel_defined(read: Any) -> bool:
    """``is defined(variable)``."""
    try:
        read()
        return True
    except NameError:
        return False


def feel_has(read: Any, name: Any) -> bool:
    """``is defined(context.name)``."""
    found = feel_known(read)
    return isinstance(found, dict) and name in found


def feel_name(item: Any, name: Any, read: Any) -> Any:
    """Read a name inside a filter: of the item, else the variable around it."""
    return item[name] if isinstance(item, dict) and name in item else feel_known(read)


def feel_get(value: Any, name: Any) -> Any:
    """``value.name``; of a list, the list of its items' values."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list):
        return [feel_get(item, name) for item in value]
    if isinstance(value, FeelRange):
        sides = {"start": value.low, "end": value.high}
        return {**sides, "start included": value.low_closed, "end included": value.high_closed}.get(name)
    if value is None or isinstance(value, (str, bool, int, float)):
        return None
    return feel_part(value, name)


def feel_part(value: Any, name: Any) -> Any:
    """Give a part of a date, time or duration."""
    if isinstance(value, FeelMonths):
        months = abs(value.months)
        part = {"years": months // 12, "months": months % 12}.get(name)
        return -part if part and value.months < 0 else part
    if isinstance(value, datetime.timedelta):
        seconds = abs(value.total_seconds())
        parts = {"days": seconds // 86400, "hours": seconds % 86400 // 3600, "minutes": seconds % 3600 // 60}
        size = {**parts, "seconds": seconds % 60}.get(name)
        return None if size is None else int(size) if value.total_seconds() >= 0 else -int(size)
    if name == "weekday" and isinstance(value, datetime.date):
        return value.weekday() + 1
    if name in ("year", "month", "day") and isinstance(value, datetime.date):
        return {"year": value.year, "month": value.month, "day": value.day}[name]
    if isinstance(value, (datetime.datetime, datetime.time)):
        parts = {"hour": value.hour, "minute": value.minute, "second": value.second}
        return value.utcoffset() if name == "time offset" else parts.get(name)
    return None


def feel_kinds(value: Any, wanted: Any) -> bool:
    """``value instance of wanted``."""
    kind = feel_kind(value)
    if wanted == "Any":
        return value is not None
    return kind == {"date time": "date and time", "dateTime": "date and time", "Null": "null"}.get(
        wanted, wanted
    )
