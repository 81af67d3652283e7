"""Bounds of any submitted document, whatever its schema says."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from forms.errors import FieldError
from forms.pointers import join

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 16
MAX_NODES = 50_000
LARGEST, SMALLEST = 2**63 - 1, -(2**63)
"""Of whole numbers: what 64 bits hold."""
MAX_KEY = 1_000
"""Characters of a name within a document: a schema may hold names to a pattern."""


def limit_errors(document: Mapping[str, Any]) -> list[FieldError]:
    """Return faults of size (document ≤ 1 MB, ≤ 50,000 values), depth (≤ 16), characters and numbers.

    PostgreSQL's jsonb takes neither NUL nor half a surrogate pair; variables hold whole numbers of 64 bits,
    and JSON has neither infinity nor NaN, which Python reads nevertheless.
    """
    size = 0
    errors: list[FieldError] = []
    for nodes, (pointer, depth, value) in enumerate(_walk(document)):
        size += len(value) if isinstance(value, str) else 8
        if depth > MAX_DEPTH:
            return [FieldError("", "too_deep", {"limit": MAX_DEPTH})]
        if nodes > MAX_NODES or size > MAX_CHARACTERS or _has_long_name(value):
            return [FieldError("", "too_big", {"limit": MAX_CHARACTERS})]
        if isinstance(value, str):
            if not _storable(value):
                errors.append(FieldError(pointer, "characters"))
        elif value is not None:
            errors += _number_errors(pointer, value)
    return errors


def _has_long_name(value: Any) -> bool:
    return isinstance(value, Mapping) and any(len(str(key)) > MAX_KEY for key in value)


def _walk(document: Any) -> Iterator[tuple[str, int, Any]]:
    pending: list[tuple[str, int, Any]] = [("", 0, document)]
    while pending:
        pointer, depth, value = pending.pop()
        yield pointer, depth, value
        if isinstance(value, Mapping):
            for key, part in value.items():
                pending.append((pointer, depth, str(key)))
                pending.append((join(pointer, str(key)), depth + 1, part))
        elif isinstance(value, list | tuple):
            pending.extend((join(pointer, index), depth + 1, part) for index, part in enumerate(value))


def _number_errors(pointer: str, value: Any) -> Iterator[FieldError]:
    if isinstance(value, float) and not isfinite(value):
        yield FieldError(pointer, "number")
    elif isinstance(value, int) and value > LARGEST:
        yield FieldError(pointer, "too_large", {"limit": LARGEST})
    elif isinstance(value, int) and value < SMALLEST:
        yield FieldError(pointer, "too_small", {"limit": SMALLEST})


def _storable(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
