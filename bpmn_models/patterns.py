"""Patterns in ``service.toml``: words with names in braces, and nothing else of what ``str.format`` can do.

``str.format`` itself is never let near a pattern: it follows attributes of what it fills in, and a width
such as ``{seq:0999999999}`` takes all the memory there is.
"""

import re
from collections.abc import Callable
from string import Formatter

from bpmn_models.errors import BrokenBundle

_WIDTH = re.compile(r"(0?)([1-9]|1[0-2])")
_NUMBER_NAMES = {"prefix", "year", "seq"}

Parts = tuple[tuple[str, str, str], ...]
"""What stands before a name, the name, and its width; the last name may be empty."""


def number_parts(pattern: str) -> Parts:
    """Read the pattern of business numbers: ``prefix``, ``year``, and ``seq`` at least once.

    ``seq`` alone may have a width: ``6``, or ``06`` to fill up with zeros; 12 at most.

    Raises
    ------
    BrokenBundle
        ``setting_pattern``.
    """
    parts = _read(pattern, lambda name, width: name in _NUMBER_NAMES and (not width or name == "seq"))
    if parts is None or all(name != "seq" for _, name, _ in parts):
        raise BrokenBundle("setting_pattern", name="service.toml", setting="process.number.pattern")
    return parts


def title_parts(pattern: str) -> Parts:
    """Read the pattern of titles: any names, for the fields of a form are among them, and no widths.

    Raises
    ------
    BrokenBundle
        ``setting_title``.
    """
    parts = _read(pattern, lambda name, width: name.isidentifier() and not width)
    if parts is None:
        raise BrokenBundle("setting_title", name="service.toml", setting="process.title")
    return parts


def fill_number(pattern: str, *, prefix: str, year: str, seq: int) -> str:
    """Give the business number that a pattern describes.

    Raises
    ------
    BrokenBundle
        As `number_parts`, for a version that was deployed before patterns were read so closely.
    """
    words = {"prefix": prefix, "year": year, "": ""}
    return "".join(
        literal + (format(seq, width) if name == "seq" else words[name])
        for literal, name, width in number_parts(pattern)
    )


def _read(pattern: str, fits: Callable[[str, str], bool]) -> Parts | None:
    """Return the parts, or None if braces do not match or a name does not fit."""
    parts: list[tuple[str, str, str]] = []
    try:
        for literal, name, width, conversion in Formatter().parse(pattern):
            parts.append((literal, name or "", width or ""))
            if name is not None and (conversion or not _plain_width(width or "") or not fits(*parts[-1][1:])):
                return None
    except ValueError:
        return None
    return tuple(parts)


def _plain_width(width: str) -> bool:
    return not width or _WIDTH.fullmatch(width) is not None
