"""FEEL: arithmetic and the functions of numbers."""

import datetime
import math
from typing import Any

from expressions.library.feel_times import feel_minus_times, feel_parsed, feel_plus_times
from expressions.library.feel_values import FeelMonths, feel_kind, feel_order, feel_single


def feel_number(value: Any) -> Any:
    """Give a number as an int where it is whole; nothing for infinity and the like."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) and abs(value) < 1e15 else value
    return value if isinstance(value, int) else None


def feel_numbers(*values: Any) -> bool:
    """Tell whether all are numbers."""
    return all(feel_kind(value) == "number" for value in values)


def feel_add(*values: Any) -> Any:
    """``a + b``: numbers, texts, moments with durations; nothing for anything else."""
    total = values[0]
    for value in values[1:]:
        kinds = (feel_kind(total), feel_kind(value))
        if kinds in (("number", "number"), ("string", "string")):
            total = total + value
        else:
            total = feel_plus_times(total, value)
    return total


def feel_subtract(a: Any, b: Any) -> Any:
    """``a - b``."""
    return a - b if feel_numbers(a, b) else feel_minus_times(a, b)


def feel_negative(a: Any) -> Any:
    """``-a``."""
    if isinstance(a, FeelMonths):
        return FeelMonths(-a.months)
    return -a if feel_numbers(a) or isinstance(a, datetime.timedelta) else None


def feel_multiply(a: Any, b: Any) -> Any:
    """``a * b``; a duration may be multiplied too."""
    if feel_numbers(a, b):
        return a * b
    if isinstance(b, (datetime.timedelta, FeelMonths)):
        a, b = b, a
    if isinstance(a, datetime.timedelta) and feel_numbers(b):
        return feel_parsed(lambda span: datetime.timedelta(seconds=int(span.total_seconds() * b)), a)
    return FeelMonths(int(a.months * b)) if isinstance(a, FeelMonths) and feel_numbers(b) else None


def feel_divide(a: Any, b: Any) -> Any:
    """``a / b``: never whole by itself; nothing for a division by zero."""
    if feel_numbers(a, b):
        return feel_number(a / b) if b else None
    if isinstance(a, datetime.timedelta) and b:
        if isinstance(b, datetime.timedelta):
            return feel_number(a.total_seconds() / b.total_seconds())
        return feel_multiply(a, 1 / b) if feel_numbers(b) else None
    if isinstance(a, FeelMonths) and feel_numbers(b) and b:
        return FeelMonths(int(a.months / b))
    return None


def feel_power(a: Any, b: Any) -> Any:
    """``a ** b``."""
    if not feel_numbers(a, b) or (a == 0 and b < 0) or (a < 0 and b != int(b)):
        return None
    return a**b if isinstance(a, int) and isinstance(b, int) and 0 <= b < 64 else feel_number(float(a) ** b)


def feel_scaled(n: Any, scale: Any, rounded: Any) -> Any:
    """Round a number at a place behind the point."""
    n, scale = feel_single(n), feel_single(scale)
    if not feel_numbers(n, scale):
        return None
    factor = 10.0 ** int(scale)
    return feel_number(rounded(n * factor) / factor)


def feel_half(n: Any, up: bool) -> int:
    """Round, halves away from zero or towards it."""
    whole = math.floor(abs(n))
    rest = abs(n) - whole
    size = whole + (1 if rest > 0.5 or (rest == 0.5 and up) else 0)
    return size if n >= 0 else -size


def feel_decimal(n: Any, scale: Any) -> Any:
    """``decimal(n, scale)``: halves to the even neighbour."""
    return feel_scaled(n, scale, round)


def feel_floor(n: Any, scale: Any = 0) -> Any:
    """``floor(n)``."""
    return feel_scaled(n, scale, math.floor)


def feel_ceiling(n: Any, scale: Any = 0) -> Any:
    """``ceiling(n)``."""
    return feel_scaled(n, scale, math.ceil)


def feel_round_up(n: Any, scale: Any) -> Any:
    """``round up(n, scale)``: away from zero."""
    return feel_scaled(n, scale, lambda x: math.ceil(x) if x > 0 else math.floor(x))


def feel_round_down(n: Any, scale: Any) -> Any:
    """``round down(n, scale)``: towards zero."""
    return feel_scaled(n, scale, lambda x: math.floor(x) if x > 0 else math.ceil(x))


def feel_round_half_up(n: Any, scale: Any) -> Any:
    """``round half up(n, scale)``."""
    return feel_scaled(n, scale, lambda x: feel_half(x, True))


def feel_round_half_down(n: Any, scale: Any) -> Any:
    """``round half down(n, scale)``."""
    return feel_scaled(n, scale, lambda x: feel_half(x, False))


def feel_abs(n: Any) -> Any:
    """``abs(n)``, of a duration too."""
    if isinstance(n, FeelMonths):
        return FeelMonths(abs(n.months))
    return abs(n) if feel_numbers(n) or isinstance(n, datetime.timedelta) else None


def feel_modulo(a: Any, b: Any) -> Any:
    """``modulo(a, b)``: the sign is the divisor's."""
    return feel_number(round(a % b, 9)) if feel_numbers(a, b) and b else None


def feel_sqrt(n: Any) -> Any:
    """``sqrt(n)``."""
    return feel_number(math.sqrt(n)) if feel_numbers(n) and n >= 0 else None


def feel_log(n: Any) -> Any:
    """``log(n)``, the natural one."""
    return feel_number(math.log(n)) if feel_numbers(n) and n > 0 else None


def feel_exp(n: Any) -> Any:
    """``exp(n)``."""
    return feel_number(math.exp(n)) if feel_numbers(n) and n < 700 else None


def feel_odd(n: Any) -> Any:
    """``odd(n)``."""
    return abs(n) % 2 == 1 if feel_numbers(n) else None


def feel_even(n: Any) -> Any:
    """``even(n)``."""
    return abs(n) % 2 == 0 if feel_numbers(n) else None


def feel_items(values: Any) -> Any:
    """Give the items of the only argument where it is a list, else the arguments."""
    return values[0] if len(values) == 1 and isinstance(values[0], list) else list(values)


def feel_measures(values: Any) -> Any:
    """Give the items if they are numbers, all of them; nothing if not, or if there are none."""
    items = feel_items(values)
    return items if items and feel_numbers(*items) else None


def feel_sum(*values: Any) -> Any:
    """``sum(list)``: nothing for an empty list."""
    items = feel_measures(values)
    return None if items is None else sum(items)


def feel_mean(*values: Any) -> Any:
    """``mean(list)``."""
    items = feel_measures(values)
    return None if items is None else feel_number(sum(items) / len(items))


def feel_product(*values: Any) -> Any:
    """``product(list)``."""
    items = feel_measures(values)
    return None if items is None else math.prod(items)


def feel_median(*values: Any) -> Any:
    """``median(list)``."""
    items = feel_measures(values)
    if items is None:
        return None
    ordered, half = sorted(items), len(items) // 2
    return ordered[half] if len(items) % 2 else feel_number((ordered[half - 1] + ordered[half]) / 2)


def feel_stddev(*values: Any) -> Any:
    """``stddev(list)``, of a sample."""
    items = feel_measures(values)
    if items is None or len(items) < 2:
        return None
    mean = sum(items) / len(items)
    return feel_number(math.sqrt(sum((item - mean) ** 2 for item in items) / (len(items) - 1)))


def feel_mode(*values: Any) -> Any:
    """``mode(list)``: the most frequent ones, in order."""
    items = feel_items(values)
    if not feel_numbers(*items):
        return None
    most = max((items.count(item) for item in items), default=0)
    return sorted({item for item in items if items.count(item) == most})


def feel_best(values: Any, wanted: int) -> Any:
    """Give the least or the greatest of values that have an order."""
    items = feel_items(values)
    best = items[0] if items else None
    for item in items:
        order = feel_order(item, best)
        if order is None:
            return None
        best = item if order == wanted else best
    return best


def feel_min(*values: Any) -> Any:
    """``min(list)``."""
    return feel_best(values, -1)


def feel_max(*values: Any) -> Any:
    """``max(list)``."""
    return feel_best(values, 1)
