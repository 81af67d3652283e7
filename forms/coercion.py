"""What an HTML input says, as a value of its field; what cannot be read stays exactly as it was typed."""

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from forms.fields import Field

#: A document's moments are written with the school's offset unless the caller says otherwise.
MAX_DIGITS = 30
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def coerce(field: Field, values: Sequence[str], timezone: tzinfo) -> Any:
    """Return the value of a field that is one input or a group of boxes; None where nothing was given."""
    if field.control == "checkbox":
        return "true" in values
    if field.type == "array":
        chosen = [_choice(field, value) for value in values if value.strip()]
        return list(dict.fromkeys(chosen)) or None
    return _single(field, values[-1] if values else "", timezone)


def _single(field: Field, text: str, timezone: tzinfo) -> Any:
    if field.secret:
        return text or None  # blanks may be part of a password
    if field.control == "textarea":
        kept = clean_text(text.replace("\r\n", "\n"))
        return kept if kept.strip() else None
    if not text.strip():
        return None
    if field.options:
        return _choice(field, text)
    reader = _READERS.get(field.type) or _READERS.get(field.control)
    return reader(text, timezone) if reader else clean_text(" ".join(text.split("\n"))).strip() or None


def clean_text(text: str) -> str:
    """Return the text without control characters, which no keyboard types and no paper shows."""
    return _CONTROL_CHARACTERS.sub("", text)


def _choice(field: Field, text: str) -> Any:
    by_key = {option.key: option.value for option in field.options}
    return by_key.get(text, text.strip())


def _number(text: str, timezone: tzinfo) -> Any:
    plain = _plain(text)
    if not _NUMBER.fullmatch(plain) or len(plain) > MAX_DIGITS:
        return text
    if "." not in plain:
        return int(plain)
    value = float(Decimal(plain))
    return value if math.isfinite(value) else text


def _date(text: str, timezone: tzinfo) -> str:
    day = read_date(text)
    return text if day is None else day.isoformat()


def _datetime(text: str, timezone: tzinfo) -> str:
    parts = re.split(r"[T ]+", _plain(text), maxsplit=1)
    clock = _TIME.fullmatch(parts[1]) if len(parts) == 2 else None
    day = read_date(parts[0])
    if day is None or clock is None:
        return text
    hour, minute, second = (int(part or 0) for part in clock.groups())
    if hour > 23 or minute > 59 or second > 59:
        return text
    moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=timezone)
    return moment.isoformat(timespec="seconds")


def read_date(text: str) -> date | None:
    """Return the day that a text names (``2026-11-23``, ``2026/11/23``, ``2026年11月23日``), if it exists."""
    found = _DATE.fullmatch(_plain(text))
    if not found:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Full-width digits and signs are typed with Chinese keyboards: １２ means 12."""
    return unicodedata.normalize("NFKC", text).strip()


_READERS = {
    "number": _number,
    "integer": _number,
    "date": _date,
    "datetime": _datetime,
}
