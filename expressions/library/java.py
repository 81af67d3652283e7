"""What JUEL and Groovy have from Java: texts of numbers, places in lists and maps, methods of texts."""

from typing import Any


def juel_real(value: Any) -> str:
    """Write a double as Java does: ``3.0``, ``1.0E10``."""
    if value != value or value in (float("inf"), float("-inf")):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 0.001 <= abs(value) < 10000000:
        return repr(float(value)) if "e" not in repr(float(value)) else f"{value:.20f}".rstrip("0")
    digits, _, power = f"{value:.17e}".partition("e")
    for places in range(1, 18):
        short = f"{value:.{places}e}"
        if float(short) == value:
            digits, _, power = short.partition("e")
            break
    digits = digits.rstrip("0")
    return (digits + "0" if digits[-1] == "." else digits) + "E" + str(int(power))


def juel_string(value: Any) -> str:
    """Write a value as text: nothing is the empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return juel_real(value)
    if isinstance(value, list):
        return "[" + ", ".join("null" if item is None else juel_string(item) for item in value) + "]"
    if isinstance(value, dict):
        pairs = [key + "=" + ("null" if value[key] is None else juel_string(value[key])) for key in value]
        return "{" + ", ".join(pairs) + "}"
    return value if isinstance(value, str) else str(value)


def juel_text(*parts: Any) -> str:
    """Put values into a text."""
    return "".join(juel_string(part) for part in parts)


def juel_item(base: Any, index: Any) -> Any:
    """``base[index]``: nothing where nothing is."""
    if base is None or index is None:
        return None
    if isinstance(base, dict):
        return base.get(index if isinstance(index, str) else juel_string(index))
    if isinstance(base, list):
        at = int(index)
        return base[at] if 0 <= at < len(base) else None
    raise TypeError("no item of this value")


def juel_at(text: Any, at: Any) -> str:
    """``text.charAt(at)``; ``list.get(at)`` fails beyond the end too."""
    if at < 0:
        raise IndexError("index out of range")
    found: str = text[at]
    return found


def juel_cut(text: Any, begin: Any, end: Any = None) -> Any:
    """``text.substring(begin, end)``: fails outside the text."""
    stop = len(text) if end is None else end
    if not 0 <= begin <= stop <= len(text):
        raise IndexError("index out of range")
    return text[begin:stop]


def juel_find(text: Any, part: Any) -> int:
    """``indexOf`` of a text or a list."""
    if isinstance(text, str):
        return text.find(part)
    return ([at for at, item in enumerate(text) if juel_alike(item, part)] or [-1])[0]


def juel_alike(a: Any, b: Any) -> bool:
    """``a.equals(b)``: of one kind, and the same."""
    if a is None:
        raise TypeError("nothing has no methods")
    same_kind = isinstance(a, bool) == isinstance(b, bool) and isinstance(a, float) == isinstance(b, float)
    return same_kind and bool(a == b)


def juel_alike_but_case(a: Any, b: Any) -> bool:
    """``a.equalsIgnoreCase(b)``."""
    return isinstance(b, str) and a.lower() == b.lower()


def juel_whole(value: Any) -> int:
    """``Integer.parseInt(value)``, ``value.intValue()``: towards zero, and no text but digits."""
    return int(value)


def juel_has(items: Any, item: Any) -> bool:
    """``items.contains(item)``."""
    if isinstance(items, str):
        return juel_string(item) in items
    return any(item is other if item is None or other is None else juel_alike(other, item) for other in items)
