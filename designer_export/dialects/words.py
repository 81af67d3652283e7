"""Small things that dialects write: literals, names, lists, durations."""

import re
from typing import Final

import isodate

_EXPRESSION: Final = re.compile(r"[$#]\{")
_LISTED: Final = re.compile(r"(?:[$#]\{[^}]*\}|[^,])+")
_NO_NAME: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 200


def literal(text: str) -> str:
    """Write a text as a literal of our language."""
    return repr(text)


def is_expression(text: str) -> bool:
    """Tell whether a text holds an expression of the Java tools (``${…}`` or ``#{…}``)."""
    return _EXPRESSION.search(text) is not None


def listed(text: str) -> list[str]:
    """Take a list apart whose commas do not stand within an expression."""
    return [part.strip() for part in _LISTED.findall(text) if part.strip()]


def label(text: str) -> str | None:
    """Make the name of an input out of another tool's; None if nothing of it can be one."""
    name = _NO_NAME.sub("_", text.strip()).strip("_.-")[:_LONGEST]
    if not name:
        return None
    return name if name[0].isalpha() or name[0] == "_" else f"_{name}"


def variable(text: str | None) -> str | None:
    """Give a name that our expressions can use; None for any other."""
    name = (text or "").strip()
    return name if name.isidentifier() and len(name) <= _LONGEST else None


def plain_duration(text: str) -> str | None:
    """Give an ISO duration in days, hours, minutes and seconds; None for what is none, or has months."""
    try:
        found = isodate.parse_duration(text.strip())
    except (ValueError, OverflowError, isodate.ISO8601Error):
        return None
    if isinstance(found, isodate.Duration) or found.total_seconds() <= 0:
        return None
    seconds = int(found.total_seconds())
    parts = (("H", seconds % 86400 // 3600), ("M", seconds % 3600 // 60), ("S", seconds % 60))
    days = f"{seconds // 86400}D" if seconds >= 86400 else ""
    clock = "".join(f"{n}{unit}" for unit, n in parts if n)
    return f"P{days}T{clock}" if clock else f"P{days}" if days else None
