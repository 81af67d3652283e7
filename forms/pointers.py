"""JSON Pointers (RFC 6901): how fields and inputs are named."""

from functools import lru_cache
from typing import Any

MISSING: Any = object()


def escape(part: str) -> str:
    """Return a key as a part of a pointer."""
    return part.replace("~", "~0").replace("/", "~1")


def join(base: str, *parts: str | int) -> str:
    """Return ``base`` with further parts."""
    return base + "".join(f"/{escape(str(part))}" for part in parts)


def split(pointer: str) -> tuple[str, ...]:
    """Return the parts of a pointer; ``""`` is the whole document and has none.

    Raises
    ------
    ValueError
        If it is neither empty nor begins with a slash.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"not a JSON Pointer: {pointer!r}")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def get(document: Any, pointer: str) -> Any:
    """Return the value at a pointer, or `MISSING`."""
    value = document
    for part in split(pointer):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and int(part) < len(value):
            value = value[int(part)]
        else:
            return MISSING
    return value


@lru_cache(maxsize=4096)
def general(pointer: str) -> str:
    """Return the pointer with each index of a row replaced by ``*``."""
    return "".join(f"/{'*' if part.isdecimal() else escape(part)}" for part in split(pointer))
