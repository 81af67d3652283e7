"""JavaScript: coercion, equality, arithmetic and the methods of texts and lists, as ECMAScript defines them.

Nothing is both ``null`` and ``undefined``, but where it is a number it is ``null``.
"""

import math
from typing import Any


def js_tidy(value: Any) -> Any:
    """Give a whole number as an int, as JavaScript would write it; a zero below zero stays one."""
    if isinstance(value, float) and math.isfinite(value) and value == int(value) and abs(value) < 2**53:
        return value if value == 0 and _is_negative(value) else int(value)
    return value


def _is_negative(number: Any) -> bool:
    """Look at the sign, which a zero has too: what is divided by it shows it."""
    return number < 0 or (number == 0 and math.copysign(1, number) < 0)


def _zero_like(number: Any, result: Any) -> Any:
    """Give a result that is zero the sign of the number that it was made of."""
    return -0.0 if result == 0 and _is_negative(number) else result


def js_true(value: Any) -> bool:
    """Coerce to a truth value: empty lists and objects are true."""
    if isinstance(value, float) and value != value:
        return False
    return bool(value) or isinstance(value, (list, dict))


def js_number(value: Any) -> Any:
    """Coerce to a number; what is none is NaN."""
    if value is None:
        return 0
    if isinstance(value, (bool, int, float)):
        return int(value) if isinstance(value, bool) else value
    text = js_string(value).strip() if isinstance(value, (str, list)) else "?"
    if text == "":
        return 0
    try:
        if text[:2].lower() in ("0x", "0b", "0o"):
            return int(text[2:], {"x": 16, "b": 2, "o": 8}[text[1].lower()])
        named = text.strip("+-") == "Infinity" or text.strip("+-0123456789.eE") == ""
        return js_tidy(float(text)) if named else float("nan")
    except ValueError:
        return float("nan")


def js_real(value: Any) -> str:
    """Write a number as JavaScript does."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    value = js_tidy(value)
    if value == 0:
        return "0"
    if isinstance(value, int) or 1e15 <= abs(value) < 1e21:
        return str(int(value))
    if 1e-6 <= abs(value) < 1e-4:
        digits, _, power = repr(value).partition("e")
        sign = "-" if value < 0 else ""
        return sign + "0." + "0" * (-int(power) - 1) + digits.replace(".", "").replace("-", "")
    return repr(value).replace("e-0", "e-")


def js_string(value: Any) -> str:
    """Coerce to a text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return js_real(value)
    if isinstance(value, list):
        return ",".join("" if item is None else js_string(item) for item in value)
    return "[object Object]" if isinstance(value, dict) else str(value)


def js_text(*parts: Any) -> str:
    """Put values into a text."""
    return "".join(js_string(part) for part in parts)


def js_add(*values: Any) -> Any:
    """``a + b``: texts are joined, from the left."""
    total = values[0]
    for value in values[1:]:
        if isinstance(total, (str, list, dict)) or isinstance(value, (str, list, dict)):
            total = js_string(total) + js_string(value)
        else:
            total = js_tidy(js_number(total) + js_number(value))
    return total


def js_subtract(a: Any, b: Any) -> Any:
    """``a - b``."""
    return js_tidy(js_number(a) - js_number(b))


def js_multiply(a: Any, b: Any) -> Any:
    """``a * b``."""
    x, y = js_number(a), js_number(b)
    product = js_tidy(x * y)
    return -0.0 if product == 0 and _is_negative(x) != _is_negative(y) else product


def js_divide(a: Any, b: Any) -> Any:
    """``a / b``: never whole by itself; infinite by zero."""
    x, y = js_number(a), js_number(b)
    if y == 0:
        # Neither a zero by a zero nor what is no number by anything.
        if x == 0 or x != x:
            return float("nan")
        return float("-inf") if _is_negative(x) != _is_negative(y) else float("inf")
    return js_tidy(x / y)


def js_modulo(a: Any, b: Any) -> Any:
    """``a % b``: the sign is the dividend's."""
    x, y = js_number(a), js_number(b)
    if y == 0 or x != x or y != y or abs(x) == float("inf"):
        return float("nan")
    return x if abs(y) == float("inf") else js_tidy(math.fmod(x, y))


def js_power(a: Any, b: Any) -> Any:
    """``a ** b``."""
    x, y = float(js_number(a)), float(js_number(b))
    if x == 0 and y < 0:
        return float("-inf") if _is_negative(x) and y % 2 == 1 else float("inf")
    if y != y or (x < 0 and y != int(y)):
        return float("nan")
    return js_tidy(x**y)


def js_negative(a: Any) -> Any:
    """``-a``."""
    number = js_number(a)
    # Python's whole numbers know no zero below zero.
    return js_tidy(-float(number) if number == 0 else -number)


def js_kind(value: Any) -> str:
    """Name what ``===`` calls a type."""
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "string" if isinstance(value, str) else "object"


def js_same(a: Any, b: Any) -> bool:
    """``a === b``: lists and objects are the same only as themselves."""
    kind = js_kind(a)
    if kind != js_kind(b):
        return False
    return a is b if kind == "object" else bool(a == b)


def js_equal(a: Any, b: Any) -> bool:
    """``a == b``: nothing is only equal to nothing, other kinds are coerced."""
    kinds = (js_kind(a), js_kind(b))
    if kinds[0] == kinds[1] or "nothing" in kinds:
        return js_same(a, b)
    if "object" in kinds and "string" in kinds:
        return js_string(a) == js_string(b)
    return bool(js_number(a) == js_number(b))


def js_less(a: Any, b: Any) -> bool:
    """``a < b``: texts by their letters, everything else as numbers."""
    if isinstance(a, (str, list, dict)) and isinstance(b, (str, list, dict)):
        return js_string(a) < js_string(b)
    return bool(js_number(a) < js_number(b))


def js_less_or_equal(a: Any, b: Any) -> bool:
    """``a <= b``."""
    if isinstance(a, (str, list, dict)) and isinstance(b, (str, list, dict)):
        return js_string(a) <= js_string(b)
    return bool(js_number(a) <= js_number(b))


def js_greater(a: Any, b: Any) -> bool:
    """``a > b``."""
    return js_less(b, a)


def js_greater_or_equal(a: Any, b: Any) -> bool:
    """``a >= b``."""
    return js_less_or_equal(b, a)


def js_and(a: Any, other: Any) -> Any:
    """``a && b``: one of the two values."""
    return other() if js_true(a) else a


def js_or(a: Any, other: Any) -> Any:
    """``a || b``: one of the two values."""
    return a if js_true(a) else other()


def js_default(a: Any, other: Any) -> Any:
    """``a ?? b``."""
    return other() if a is None else a


def js_typeof(read: Any) -> str:
    """``typeof a``."""
    try:
        value = read()
    except NameError:
        return "undefined"
    kind = js_kind(value)
    return "object" if kind == "nothing" else kind


def js_item(base: Any, index: Any) -> Any:
    """``base[index]``: nothing outside."""
    if isinstance(base, dict):
        return base.get(js_string(index))
    if index == "length":
        return len(base)
    at = js_number(index)
    return base[int(at)] if at == at and 0 <= at < len(base) and at == int(at) else None


def js_length(value: Any) -> Any:
    """``value.length``."""
    return value.get("length") if isinstance(value, dict) else len(value)


def js_bound(at: Any, size: int, missing: int) -> int:
    """Give an end of a part of something: counted from the end if negative."""
    if at is None:
        return missing
    place = js_number(at)
    whole = 0 if place != place else int(max(min(place, size), -size))
    return max(size + whole, 0) if whole < 0 else whole


def js_slice(value: Any, begin: Any = None, end: Any = None) -> Any:
    """``value.slice(begin, end)``."""
    return value[js_bound(begin, len(value), 0) : js_bound(end, len(value), len(value))]


def js_substring(text: Any, begin: Any, end: Any = None) -> Any:
    """``text.substring(begin, end)``: negative places are 0, the smaller one comes first."""
    size = len(text)
    ends = [0 if js_less(at, 0) else js_bound(at, size, size) for at in (begin, end)]
    return text[min(ends) : max(ends)]


def js_index_of(value: Any, part: Any) -> int:
    """``value.indexOf(part)``."""
    if isinstance(value, str):
        return value.find(js_string(part))
    return ([at for at, item in enumerate(value) if js_same(item, part)] or [-1])[0]


def js_includes(value: Any, part: Any) -> bool:
    """``value.includes(part)``."""
    return js_index_of(value, part) >= 0


def js_char_at(text: Any, at: Any) -> str:
    """``text.charAt(at)``: the empty text outside."""
    place = int(js_number(at))
    return text[place] if 0 <= place < len(text) else ""


def js_split(text: Any, by: Any) -> Any:
    """``text.split(by)``."""
    return list(text) if by == "" else text.split(js_string(by))


def js_join(items: Any, by: Any = ",") -> str:
    """``items.join(by)``."""
    return js_string(by).join("" if item is None else js_string(item) for item in items)


def js_replace(text: Any, part: Any, by: Any) -> Any:
    """``text.replace(part, by)``: the first one only."""
    before, found, after = text.partition(part) if part else ("", "", text)
    return before + js_string(by) + after if found or not part else text


def js_concat(value: Any, *others: Any) -> Any:
    """``value.concat(other)``, of texts and of lists."""
    if isinstance(value, str):
        return value + js_text(*others)
    return [*value, *[item for other in others for item in (other if isinstance(other, list) else [other])]]


def js_parse(text: Any, point: Any) -> Any:
    """Read the number with which a text begins; NaN if it begins with none."""
    said, found, digits = js_string(text).strip(), "", False
    for letter in said:
        sign = letter in "+-" and found == ""
        dot = letter == "." and point and "." not in found
        if not (letter in "0123456789" or sign or dot):
            break
        found += letter
        digits = digits or letter in "0123456789"
    return js_tidy(float(found)) if digits else float("nan")


def js_parse_int(text: Any, base: Any = 10) -> Any:
    """``parseInt(text)``, of decimal digits."""
    if js_number(base) not in (0, 10):
        raise ValueError("only decimal digits are read")
    return js_parse(text, False)


def js_parse_float(text: Any) -> Any:
    """``parseFloat(text)``."""
    return js_parse(text, True)


def js_floor(value: Any) -> Any:
    """``Math.floor(value)``."""
    number = js_number(value)
    return _zero_like(number, math.floor(number)) if math.isfinite(number) else number


def js_ceil(value: Any) -> Any:
    """``Math.ceil(value)``."""
    number = js_number(value)
    return _zero_like(number, math.ceil(number)) if math.isfinite(number) else number


def js_round(value: Any) -> Any:
    """``Math.round(value)``: halves go up."""
    number = js_number(value)
    if not math.isfinite(number):
        return number
    whole = math.floor(number)
    return _zero_like(number, whole + 1 if number - whole >= 0.5 else whole)


def js_abs(value: Any) -> Any:
    """``Math.abs(value)``."""
    return abs(js_number(value))


def js_sqrt(value: Any) -> Any:
    """``Math.sqrt(value)``."""
    number = js_number(value)
    return js_tidy(math.sqrt(number)) if number >= 0 else float("nan")


def js_extreme(values: Any, wanted: int) -> Any:
    """Give the least or the greatest of numbers; NaN if one is none."""
    best = float("inf") * wanted
    for value in values:
        number = js_number(value)
        if number != number:
            return number
        # Of two zeros, the one below is the less.
        is_first = (number - best) * wanted < 0 or (
            number == best == 0 and _is_negative(number) == (wanted > 0)
        )
        best = number if is_first or len(values) == 1 else best
    return best


def js_min(*values: Any) -> Any:
    """``Math.min(values)``."""
    return js_extreme(values, 1)


def js_max(*values: Any) -> Any:
    """``Math.max(values)``."""
    return js_extreme(values, -1)


def js_is_nan(value: Any) -> bool:
    """``isNaN(value)``."""
    number = js_number(value)
    return bool(number != number)
