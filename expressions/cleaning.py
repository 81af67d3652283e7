"""What may leave the sandbox: plain data of bounded size."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from expressions.errors import ExpressionError

MAX_DEPTH = 64
MAX_NODES = 200_000
MAX_STRING = 1_000_000
MAX_INT_BITS = 4096

_AS_IS = (type(None), bool, date, datetime, time, timedelta)


def clean(value: Any) -> Any:
    """Return a fresh copy of `value` made of None, bool, int, float, str, Decimal, dates, lists and dicts.

    Tuples become lists.

    Raises
    ------
    ExpressionError
        ``result``, if anything else is inside, or if it is too deep or too big.
    """
    return _Cleaner().copy(value, 0)


def same(old: Any, new: Any) -> bool:
    """Return whether two pieces of data are equal in type as well as in value (``1`` is not ``True``)."""
    if type(old) is not type(new):
        return False
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return len(old) == len(new) and all(map(same, old, new))
    return bool(old == new)


def _refuse(detail: str) -> ExpressionError:
    return ExpressionError("result", detail)


class _Cleaner:
    def __init__(self) -> None:
        self.nodes = 0

    def copy(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH:
            raise _refuse("nested too deeply")
        if self.nodes > MAX_NODES:
            raise _refuse("too many values")
        kind = type(value)
        if kind in (list, tuple):
            return [self.copy(item, depth + 1) for item in value]
        if kind is dict:
            return {self._key(key): self.copy(item, depth + 1) for key, item in value.items()}
        return _scalar(value, kind)

    def _key(self, key: Any) -> str:
        if type(key) is not str or len(key) > 1000:
            raise _refuse("a key must be a short text")
        return key


def _scalar(value: Any, kind: type) -> Any:
    if kind in _AS_IS:
        return value
    if kind is str and len(value) <= MAX_STRING:
        return value
    if kind is int and value.bit_length() <= MAX_INT_BITS:
        return value
    if kind is float and math.isfinite(value):
        return value
    if kind is Decimal and value.is_finite() and abs(value.adjusted()) < 1000 and len(str(value)) < 2000:
        return value
    if kind in (str, int, float, Decimal):
        raise _refuse(f"too large or not finite: a {kind.__name__}")
    raise _refuse(f"a {kind.__name__} may not be a result")
