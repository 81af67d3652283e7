"""XPath 1.0 over data: a value is a node, nothing is no node at all, a list is several."""

import math
from typing import Any


def xpath_true(value: Any) -> bool:
    """``boolean(value)``: texts are true unless empty, even ``false``."""
    if isinstance(value, float) and value != value:
        return False
    return bool(value) or isinstance(value, dict)


def xpath_tidy(value: Any) -> Any:
    """Give a whole number as an int."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 2**53:
        return int(value)
    return value


def xpath_number(value: Any) -> Any:
    """``number(value)``: NaN for what is none."""
    if isinstance(value, (bool, int, float)):
        return int(value) if isinstance(value, bool) else value
    text = xpath_string(value).strip()
    try:
        return xpath_tidy(float(text)) if text.strip("+-0123456789.") == "" else float("nan")
    except ValueError:
        return float("nan")


def xpath_string(value: Any) -> str:
    """``string(value)``: of several nodes the first, of no node the empty text."""
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or isinstance(value, dict):
        return "" if value is None else "".join(xpath_string(value[key]) for key in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return str(xpath_tidy(value))


def xpath_nodes(value: Any) -> Any:
    """Give the nodes of a value."""
    return value if isinstance(value, list) else [] if value is None else [value]


def xpath_pair(a: Any, b: Any, holds: Any) -> bool:
    """Compare each node of one value with each of the other: one pair is enough."""
    if (isinstance(a, bool) and b is None) or (isinstance(b, bool) and a is None):
        return bool(holds(xpath_true(a), xpath_true(b)))
    return any(holds(x, y) for x in xpath_nodes(a) for y in xpath_nodes(b))


def xpath_same(a: Any, b: Any) -> bool:
    """Compare two nodes: as numbers if one is one, else by truth or text."""
    if isinstance(a, bool) and isinstance(b, bool):
        return a is b
    for x, y in ((a, b), (b, a)):
        if isinstance(x, (int, float)) and not isinstance(x, bool):
            return bool(x == xpath_number(y))
    return xpath_string(a) == xpath_string(b)


def xpath_equal(a: Any, b: Any) -> bool:
    """``a = b``."""
    return xpath_pair(a, b, xpath_same)


def xpath_unequal(a: Any, b: Any) -> bool:
    """``a != b``: false beside no node."""
    return xpath_pair(a, b, lambda x, y: not xpath_same(x, y))


def xpath_less(a: Any, b: Any) -> bool:
    """``a < b``, as numbers."""
    return xpath_pair(a, b, lambda x, y: xpath_number(x) < xpath_number(y))


def xpath_less_or_equal(a: Any, b: Any) -> bool:
    """``a <= b``, as numbers."""
    return xpath_pair(a, b, lambda x, y: xpath_number(x) <= xpath_number(y))


def xpath_greater(a: Any, b: Any) -> bool:
    """``a > b``."""
    return xpath_less(b, a)


def xpath_greater_or_equal(a: Any, b: Any) -> bool:
    """``a >= b``."""
    return xpath_less_or_equal(b, a)


def xpath_add(*values: Any) -> Any:
    """``a + b``."""
    return xpath_tidy(sum(xpath_number(value) for value in values))


def xpath_subtract(a: Any, b: Any) -> Any:
    """``a - b``."""
    return xpath_tidy(xpath_number(a) - xpath_number(b))


def xpath_multiply(a: Any, b: Any) -> Any:
    """``a * b``."""
    return xpath_tidy(xpath_number(a) * xpath_number(b))


def xpath_divide(a: Any, b: Any) -> Any:
    """``a div b``."""
    x, y = xpath_number(a), xpath_number(b)
    if y == 0:
        return float("nan") if x == 0 or x != x else float("inf") if x > 0 else float("-inf")
    return xpath_tidy(x / y)


def xpath_modulo(a: Any, b: Any) -> Any:
    """``a mod b``: the sign is the dividend's."""
    x, y = xpath_number(a), xpath_number(b)
    return float("nan") if y == 0 or x != x else xpath_tidy(math.fmod(x, y))


def xpath_negative(a: Any) -> Any:
    """``-a``."""
    return -xpath_number(a)


def xpath_step(value: Any, name: Any) -> Any:
    """``value/name``: of a list, all its items' values."""
    if isinstance(value, list):
        found = [xpath_step(item, name) for item in value]
        return [item for part in found if part is not None for item in xpath_nodes(part)]
    return value.get(name) if isinstance(value, dict) else None


def xpath_item(value: Any, at: Any) -> Any:
    """``value[at]``: counted from 1."""
    nodes = xpath_nodes(value)
    return nodes[int(at) - 1] if 1 <= at <= len(nodes) and at == int(at) else None


def xpath_text(*parts: Any) -> str:
    """``concat(a, b)``."""
    return "".join(xpath_string(part) for part in parts)


def xpath_contains(a: Any, b: Any) -> bool:
    """``contains(a, b)``."""
    return xpath_string(b) in xpath_string(a)


def xpath_starts(a: Any, b: Any) -> bool:
    """``starts-with(a, b)``."""
    return xpath_string(a).startswith(xpath_string(b))


def xpath_ends(a: Any, b: Any) -> bool:
    """``ends-with(a, b)``."""
    return xpath_string(a).endswith(xpath_string(b))


def xpath_length(a: Any) -> int:
    """``string-length(a)``."""
    return len(xpath_string(a))


def xpath_normal(a: Any) -> str:
    """``normalize-space(a)``."""
    return " ".join(xpath_string(a).split())


def xpath_upper(a: Any) -> str:
    """``upper-case(a)``."""
    return xpath_string(a).upper()


def xpath_lower(a: Any) -> str:
    """``lower-case(a)``."""
    return xpath_string(a).lower()


def xpath_before(a: Any, b: Any) -> str:
    """``substring-before(a, b)``."""
    before, found, _ = xpath_string(a).partition(xpath_string(b)) if xpath_string(b) else ("", "", "")
    return before if found else ""


def xpath_after(a: Any, b: Any) -> str:
    """``substring-after(a, b)``."""
    return xpath_string(a).partition(xpath_string(b))[2] if xpath_string(b) else xpath_string(a)


def xpath_substring(a: Any, start: Any, length: Any = None) -> str:
    """``substring(a, start, length)``: counted from 1, halves go up."""
    text, begin = xpath_string(a), xpath_round(start)
    end = len(text) + 1 if length is None else begin + xpath_round(length)
    return "".join(letter for at, letter in enumerate(text) if begin <= at + 1 < end)


def xpath_count(a: Any) -> int:
    """``count(a)``."""
    return len(xpath_nodes(a))


def xpath_sum(a: Any) -> Any:
    """``sum(a)``."""
    return xpath_add(*xpath_nodes(a))


def xpath_floor(a: Any) -> Any:
    """``floor(a)``."""
    number = xpath_number(a)
    return math.floor(number) if math.isfinite(number) else number


def xpath_ceiling(a: Any) -> Any:
    """``ceiling(a)``."""
    number = xpath_number(a)
    return math.ceil(number) if math.isfinite(number) else number


def xpath_round(a: Any) -> Any:
    """``round(a)``: halves go up."""
    number = xpath_number(a)
    return math.floor(number + 0.5) if math.isfinite(number) else number
