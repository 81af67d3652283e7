"""Values of decisions: the parts of a column's value, and when two values are the same."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


def views(name: str, value: Any) -> Mapping[str, Any]:
    """A value under its name, and each of its parts under the name with the kind behind it.

    ``n`` holds a number (a boolean is none), ``s`` a text, ``b`` a boolean, ``d`` a day: a text of the
    shape 2026-01-31. Dates and moments count as their ISO text. A part is None where the value is
    of another kind.
    """
    kept = value.isoformat() if isinstance(value, date | datetime) else value
    return {
        name: kept,
        f"{name}n": kept if is_number(kept) else None,
        f"{name}s": kept if isinstance(kept, str) else None,
        f"{name}b": kept if isinstance(kept, bool) else None,
        f"{name}d": kept if _is_day(kept) else None,
    }


def is_number(value: Any) -> bool:
    """Whether a value is a number; booleans are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal as FEEL sees them: 5 is 5.0, and true is not 1."""
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == "-" and value[7] == "-"
