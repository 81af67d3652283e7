"""JUEL: coercion, comparison and arithmetic after EL 3.0 (1.8, 1.23), as Camunda's JUEL does them."""

import math
from typing import Any

from expressions.library.java import juel_string


def juel_true(value: Any) -> bool:
    """Coerce to a truth value: of texts only ``true`` is true; a number fails."""
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.lower() == "true"
    raise TypeError("neither true nor false")


def juel_number(value: Any) -> Any:
    """Coerce to a number: nothing and the empty text are 0; a truth value fails."""
    if value is None or value == "":
        return 0
    if isinstance(value, bool):
        raise TypeError("a truth value is no number")
    if isinstance(value, str):
        return float(value) if any(mark in value for mark in ".eE") else int(value)
    if isinstance(value, (int, float)):
        return value
    raise TypeError("no number")


def juel_is_number(value: Any) -> bool:
    """Tell whether a value is a number already."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def juel_numbers(a: Any, b: Any) -> Any:
    """Coerce two values for a comparison: to reals if one is one, else to whole numbers."""
    if isinstance(a, float) or isinstance(b, float):
        return [float(juel_number(a)), float(juel_number(b))]
    return [value if juel_is_number(value) else juel_long(value) for value in (a, b)]


def juel_long(value: Any) -> int:
    """Coerce to a whole number: a text with a point fails."""
    if isinstance(value, str) and value != "":
        return int(value)
    return int(juel_number(value))


def juel_equal(a: Any, b: Any) -> bool:
    """``a == b``: numbers first, then truth values, then texts."""
    if a is None or b is None:
        return a is b
    if juel_is_number(a) or juel_is_number(b):
        x, y = juel_numbers(a, b)
        return bool(x == y)
    if isinstance(a, bool) or isinstance(b, bool):
        return juel_true(a) == juel_true(b)
    if isinstance(a, str) or isinstance(b, str):
        return juel_string(a) == juel_string(b)
    return bool(a == b)


def juel_less(a: Any, b: Any) -> bool:
    """``a < b``: false beside nothing."""
    if a is None or b is None:
        return False
    if juel_is_number(a) or juel_is_number(b):
        x, y = juel_numbers(a, b)
        return bool(x < y)
    if isinstance(a, str) or isinstance(b, str):
        return juel_string(a) < juel_string(b)
    if isinstance(a, bool) and isinstance(b, bool):
        return a < b
    return bool(a < b)


def juel_less_or_equal(a: Any, b: Any) -> bool:
    """``a <= b``: true for nothing beside nothing."""
    if a is None or b is None:
        return a is b
    return juel_less(a, b) or juel_equal(a, b)


def juel_greater(a: Any, b: Any) -> bool:
    """``a > b``."""
    return juel_less(b, a)


def juel_greater_or_equal(a: Any, b: Any) -> bool:
    """``a >= b``."""
    return juel_less_or_equal(b, a)


def juel_add(*values: Any) -> Any:
    """``a + b``: always a sum of numbers."""
    total = values[0]
    for value in values[1:]:
        total = juel_number(total) + juel_number(value)
    return total


def juel_subtract(a: Any, b: Any) -> Any:
    """``a - b``."""
    return juel_number(a) - juel_number(b)


def juel_multiply(a: Any, b: Any) -> Any:
    """``a * b``."""
    return juel_number(a) * juel_number(b)


def juel_divide(a: Any, b: Any) -> Any:
    """``a / b``: always a real; nothing by nothing is 0; by zero, infinity."""
    if a is None and b is None:
        return 0
    x, y = float(juel_number(a)), float(juel_number(b))
    if y == 0:
        return float("nan") if x == 0 or x != x else float("inf") * (1 if x > 0 else -1)
    return x / y


def juel_modulo(a: Any, b: Any) -> Any:
    """``a % b``: the sign is the dividend's; a whole number by zero fails."""
    if a is None and b is None:
        return 0
    x, y = juel_number(a), juel_number(b)
    if isinstance(x, float) or isinstance(y, float):
        return float("nan") if y == 0 else math.fmod(x, y)
    rest = abs(x) % abs(y)
    return rest if x >= 0 else -rest


def juel_negative(value: Any) -> Any:
    """``-value``."""
    return -juel_number(value)


def juel_empty(value: Any) -> bool:
    """``empty value``: nothing, the empty text, an empty list or map."""
    return value is None or (isinstance(value, (str, list, dict)) and len(value) == 0)


def juel_variable(read: Any) -> Any:
    """``execution.getVariable(…)``: nothing where the variable is not there."""
    try:
        return read()
    except NameError:
        return None


def juel_has_variable(read: Any) -> bool:
    """``execution.hasVariable(…)``."""
    try:
        read()
        return True
    except NameError:
        return False
