"""Values that variables may hold: JSON, copied at every border so that nothing is shared."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from isodate import duration_isoformat

from engine.execution.errors import NotStorable

_LIMIT = 2**63
_READY = frozenset({str, bool, type(None)})


def plain(value: Any) -> Any:
    """Copy `value` as JSON data: dicts with string keys, lists, strings, numbers, booleans, None.

    Dates, times and durations become ISO 8601 text, decimals numbers, tuples lists.

    Raises
    ------
    NotStorable
        For anything else, numbers beyond 64 bits and NaN or infinity.
    """
    kind = type(value)
    if kind in _READY:
        return value
    if kind is int:
        return _whole(value)
    if kind is dict:
        _check_keys(value)
        # Most of what is copied are words; a call for each would cost more than all the rest.
        return {key: item if type(item) in _READY else plain(item) for key, item in value.items()}
    if kind is list or kind is tuple:
        return [item if type(item) in _READY else plain(item) for item in value]
    if kind is float:
        return _real(value)
    return _unusual(value)


def _check_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if type(key) is not str:
            raise NotStorable(kind="key", type=type(key).__name__)


def _whole(value: int) -> int:
    if not -_LIMIT <= value < _LIMIT:
        raise NotStorable(kind="number", type="int")
    return value


def _real(value: float) -> float:
    if not isfinite(value):
        raise NotStorable(kind="number", type="float")
    # JSON has a zero below zero, but nobody who reads it has.
    return value + 0.0


def _unusual(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return duration_isoformat(value)
    if isinstance(value, Decimal) and value.is_finite():
        return _whole(int(value)) if value == value.to_integral_value() else _real(float(value))
    if isinstance(value, str):
        return str(value)
    raise NotStorable(kind="value", type=type(value).__name__)
