"""FEEL: the functions of texts, and values as texts."""

import datetime
import re
from typing import Any

from expressions.library.feel_lists import feel_listed
from expressions.library.feel_numbers import feel_number
from expressions.library.feel_values import FeelMonths, feel_kind, feel_single


def feel_texts(*values: Any) -> bool:
    """Tell whether all are texts."""
    return all(isinstance(value, str) for value in values)


def feel_string(value: Any, inside: Any = False) -> Any:
    """``string(value)``: nothing of nothing; texts inside lists are quoted."""
    value = value if inside else feel_single(value)
    kind = feel_kind(value)
    if kind == "null":
        return "null" if inside else None
    if kind == "string":
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{quoted}"' if inside else value
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "number":
        whole = feel_number(value)
        return str(value if whole is None else whole).replace("e-0", "e-")
    if kind == "list":
        return "[" + ", ".join(feel_string(item, True) for item in value) + "]"
    if kind == "context":
        return "{" + ", ".join(feel_entry(key) + ": " + feel_string(value[key], True) for key in value) + "}"
    return feel_time_text(value)


def feel_entry(key: Any) -> str:
    """Write a key; one that is no word is quoted."""
    return feel_string(key, True) if re.search(r"[^A-Za-z0-9_]", key) else key


def feel_time_text(value: Any) -> Any:
    """Write a moment or a duration as ISO 8601 does."""
    if isinstance(value, FeelMonths):
        years, months = abs(value.months) // 12, abs(value.months) % 12
        said = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-P" if value.months < 0 else "P") + said
    if isinstance(value, datetime.timedelta):
        return feel_span_text(value)
    if isinstance(value, (datetime.datetime, datetime.time)):
        said = value.isoformat()
        zone = (
            "Z"
            if said[-6:] == "+00:00"
            else said[-6:]
            if said[-6:-5] in ("+", "-") and "T" in said[:-6]
            else ""
        )
        if isinstance(value, datetime.time):
            zone = "Z" if said[-6:] == "+00:00" else said[-6:] if said[-6:-5] in ("+", "-") else ""
        whole = said[:-6] if value.tzinfo is not None else said
        return (whole.rstrip("0") if "." in whole else whole) + (zone if value.tzinfo is not None else "")
    return value.isoformat() if isinstance(value, datetime.date) else None


def feel_span_text(span: Any) -> str:
    """Write a duration of days and time."""
    left = abs(span.total_seconds())
    days, hours, minutes = int(left // 86400), int(left % 86400 // 3600), int(left % 3600 // 60)
    seconds = feel_number(round(left % 60, 6))
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    clock = "".join(f"{size}{unit}" for size, unit in parts if size)
    said = (f"{days}D" if days else "") + ("T" + clock if clock else "")
    return ("-P" if span.total_seconds() < 0 else "P") + (said or "T0S")


def feel_cycle(times: Any, every: Any = None) -> Any:
    """``cycle(times, every)`` of Camunda: ``R3/PT1H``; without times, for ever."""
    times, every = (None, times) if every is None else (times, every)
    said = every if isinstance(every, str) else feel_time_text(every)
    return None if said is None else f"R{'' if times is None else times}/{said}"


def feel_out(value: Any) -> Any:
    """Give a value as data: durations of months become text, wherever they stand."""
    if isinstance(value, FeelMonths):
        return feel_time_text(value)
    if isinstance(value, list):
        return [feel_out(item) for item in value]
    if isinstance(value, dict):
        return {key: feel_out(value[key]) for key in value}
    return value


def feel_to_number(text: Any, grouping: Any = None, point: Any = None) -> Any:
    """``number(from, grouping separator, decimal separator)``."""
    text, grouping, point = feel_single(text), feel_single(grouping), feel_single(point)
    if not isinstance(text, str):
        return text if feel_kind(text) == "number" else None
    text = text.replace(grouping, "") if grouping else text
    if point and point != ".":
        text = text.replace(".", "#").replace(point, ".")
    if not re.match(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$", text.strip()):
        return None
    return feel_number(float(text))


def feel_substring(text: Any, start: Any, length: Any = None) -> Any:
    """``substring(text, start, length)``: counted from 1, or from the end."""
    text, start = feel_single(text), feel_single(start)
    if not isinstance(text, str) or feel_kind(start) != "number" or not start:
        return None
    begin = int(start) - 1 if start > 0 else max(len(text) + int(start), 0)
    return text[begin:] if length is None else text[begin : begin + max(int(length), 0)]


def feel_length(text: Any) -> Any:
    """``string length(text)``."""
    text = feel_single(text)
    return len(text) if isinstance(text, str) else None


def feel_upper(text: Any) -> Any:
    """``upper case(text)``."""
    text = feel_single(text)
    return text.upper() if isinstance(text, str) else None


def feel_lower(text: Any) -> Any:
    """``lower case(text)``."""
    text = feel_single(text)
    return text.lower() if isinstance(text, str) else None


def feel_trim(text: Any) -> Any:
    """``trim(text)``."""
    return text.strip() if isinstance(text, str) else None


def feel_blank(text: Any) -> Any:
    """``is blank(text)``."""
    return not text.strip() if isinstance(text, str) else None


def feel_before_match(text: Any, match: Any) -> Any:
    """``substring before(text, match)``."""
    text, match = feel_single(text), feel_single(match)
    if not feel_texts(text, match):
        return None
    return text.split(match)[0] if match and match in text else ""


def feel_after_match(text: Any, match: Any) -> Any:
    """``substring after(text, match)``."""
    text, match = feel_single(text), feel_single(match)
    return (
        text.partition(match)[2]
        if feel_texts(text, match) and match
        else text
        if match == ""
        else ("" if feel_texts(text, match) else None)
    )


def feel_contains(text: Any, match: Any) -> Any:
    """``contains(text, match)``."""
    text, match = feel_single(text), feel_single(match)
    return match in text if feel_texts(text, match) else None


def feel_starts(text: Any, match: Any) -> Any:
    """``starts with(text, match)``."""
    text, match = feel_single(text), feel_single(match)
    return text.startswith(match) if feel_texts(text, match) else None


def feel_ends(text: Any, match: Any) -> Any:
    """``ends with(text, match)``."""
    text, match = feel_single(text), feel_single(match)
    return text.endswith(match) if feel_texts(text, match) else None


def feel_pattern(pattern: Any, flags: Any) -> Any:
    """Put the flags in front of a pattern."""
    known = "".join(flag for flag in "smix" if flag in (flags or ""))
    return f"(?{known}){pattern}" if known else pattern


def feel_matches(text: Any, pattern: Any, flags: Any = None) -> Any:
    """``matches(text, pattern, flags)``."""
    text, pattern = feel_single(text), feel_single(pattern)
    if not feel_texts(text, pattern):
        return None
    return re.search(feel_pattern(pattern, flags), text) is not None


def feel_replace(text: Any, pattern: Any, replacement: Any, flags: Any = None) -> Any:
    """``replace(text, pattern, replacement, flags)``; ``$1`` is the first group."""
    text, pattern, replacement = feel_single(text), feel_single(pattern), feel_single(replacement)
    if not feel_texts(text, pattern, replacement):
        return None
    said = re.sub(r"\$([0-9])", r"\\g<\1>", replacement.replace("\\", "\\\\"))
    return re.sub(feel_pattern(pattern, flags), said, text)


def feel_split(text: Any, delimiter: Any) -> Any:
    """``split(text, delimiter)``; the delimiter is a pattern."""
    text, delimiter = feel_single(text), feel_single(delimiter)
    if not feel_texts(text, delimiter):
        return None
    return re.split(delimiter, text) if delimiter else list(text)


def feel_extract(text: Any, pattern: Any) -> Any:
    """``extract(text, pattern)``: all that matches."""
    return re.findall(pattern, text) if feel_texts(text, pattern) else None


def feel_join(items: Any, delimiter: Any = None) -> Any:
    """``string join(list, delimiter)``; nothing in the list is passed over."""
    items = feel_listed(items)
    if items is None or not all(item is None or isinstance(item, str) for item in items):
        return None
    return (feel_single(delimiter) or "").join(item for item in items if item is not None)
