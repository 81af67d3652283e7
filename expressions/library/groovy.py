"""Groovy: exact decimals, equality that coerces numbers, and its plus."""

import decimal
import math
from typing import Any

from expressions.library.java import juel_string


def groovy_decimal(text: Any) -> Any:
    """Read a number with a point: it is exact."""
    return decimal.Decimal(text)


def groovy_is_number(value: Any) -> bool:
    """Tell whether a value is a number."""
    return isinstance(value, (int, float, decimal.Decimal)) and not isinstance(value, bool)


def groovy_numbers(a: Any, b: Any) -> Any:
    """Give two numbers of one kind: reals if one is one, else exact ones if one is."""
    if not groovy_is_number(a) or not groovy_is_number(b):
        raise TypeError("no numbers")
    if isinstance(a, float) or isinstance(b, float):
        return [float(a), float(b)]
    if isinstance(a, decimal.Decimal) or isinstance(b, decimal.Decimal):
        return [decimal.Decimal(a), decimal.Decimal(b)]
    return [a, b]


def groovy_string(value: Any) -> str:
    """Write a value as text: nothing is ``null``."""
    if value is None:
        return "null"
    return format(value, "f") if isinstance(value, decimal.Decimal) else juel_string(value)


def groovy_text(*parts: Any) -> str:
    """Put values into a text."""
    return "".join(groovy_string(part) for part in parts)


def groovy_add(*values: Any) -> Any:
    """``a + b``: a text takes anything, a list takes items, a map takes entries."""
    total = values[0]
    for value in values[1:]:
        if isinstance(total, str) or isinstance(value, str):
            total = groovy_string(total) + groovy_string(value)
        elif isinstance(total, list):
            total = [*total, *(value if isinstance(value, list) else [value])]
        elif isinstance(total, dict) and isinstance(value, dict):
            total = {**total, **value}
        else:
            x, y = groovy_numbers(total, value)
            total = x + y
    return total


def groovy_subtract(a: Any, b: Any) -> Any:
    """``a - b``; from a text the first such part is taken, from a list all such items."""
    if isinstance(a, str):
        before, _, after = a.partition(groovy_string(b))
        return before + after
    if isinstance(a, list):
        gone = b if isinstance(b, list) else [b]
        return [item for item in a if not any(groovy_equal(item, one) for one in gone)]
    x, y = groovy_numbers(a, b)
    return x - y


def groovy_multiply(a: Any, b: Any) -> Any:
    """``a * b``; a text or a list is repeated."""
    if isinstance(a, (str, list)) and isinstance(b, int):
        return a * b
    x, y = groovy_numbers(a, b)
    return x * y


def groovy_divide(a: Any, b: Any) -> Any:
    """``a / b``: exact if it ends, else to ten places; whole numbers give a decimal too."""
    x, y = groovy_numbers(a, b)
    if isinstance(x, float):
        if y == 0:
            return float("nan") if x == 0 or x != x else float("inf") if x > 0 else float("-inf")
        return x / y
    exact = decimal.Decimal(x) / decimal.Decimal(y)
    if exact * decimal.Decimal(y) == decimal.Decimal(x):
        return exact
    return exact.quantize(decimal.Decimal("0.0000000001"), rounding=decimal.ROUND_HALF_UP)


def groovy_modulo(a: Any, b: Any) -> Any:
    """``a % b``: the sign is the dividend's."""
    x, y = groovy_numbers(a, b)
    if isinstance(x, float):
        return math.fmod(x, y)
    rest = abs(x) % abs(y)
    return rest if x >= 0 else -rest


def groovy_power(a: Any, b: Any) -> Any:
    """``a ** b``."""
    x, y = groovy_numbers(a, b)
    if isinstance(b, int) and abs(b) > 10000:
        raise ValueError("too large a power")
    return x**y


def groovy_negative(a: Any) -> Any:
    """``-a``."""
    return -groovy_numbers(a, a)[0]


def groovy_equal(a: Any, b: Any) -> bool:
    """``a == b``: numbers by value, lists and maps by their items, other kinds never."""
    if groovy_is_number(a) and groovy_is_number(b):
        x, y = groovy_numbers(a, b)
        return bool(x == y)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(groovy_equal(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict) and isinstance(b, dict):
        return len(a) == len(b) and all(key in b and groovy_equal(a[key], b[key]) for key in a)
    return (
        isinstance(a, bool) == isinstance(b, bool)
        and groovy_is_number(a) == groovy_is_number(b)
        and bool(a == b)
    )


def groovy_order(a: Any, b: Any) -> int:
    """``a <=> b``: nothing comes first; different kinds fail."""
    if a is None or b is None:
        return 0 if a is b else -1 if a is None else 1
    if groovy_is_number(a) and groovy_is_number(b):
        a, b = groovy_numbers(a, b)
    elif isinstance(a, str) != isinstance(b, str) or isinstance(a, bool) != isinstance(b, bool):
        raise TypeError("no order between such values")
    return -1 if a < b else 1 if a > b else 0


def groovy_in(a: Any, b: Any) -> bool:
    """``a in b``: an item of a list, a key of a map."""
    if isinstance(b, list):
        return any(groovy_equal(a, item) for item in b)
    return a in b if isinstance(b, dict) else groovy_equal(a, b)


def groovy_item(base: Any, index: Any) -> Any:
    """``base[index]``: negative ones from the end; nothing outside."""
    if base is None:
        raise TypeError("nothing has no items")
    if isinstance(base, dict):
        return base.get(groovy_string(index))
    if isinstance(base, str):
        return base[index]
    return base[index] if -len(base) <= index < len(base) else None


def groovy_to_decimal(text: Any) -> Any:
    """``text.toBigDecimal()``."""
    return decimal.Decimal(text if isinstance(text, (str, int)) else str(text))
