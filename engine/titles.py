"""Titles of instances: they carry the initiator and the date, or what the service says."""

from collections.abc import Mapping
from datetime import datetime
from string import Formatter
from typing import Any

from .helpers import CAMPUS_TIME

DEFAULT_PATTERN = "{service} {initiator} {date}"
TITLE_LIMIT = 200


def title_of(process: Mapping[str, Any], initiator: str, now: datetime, document: Mapping[str, Any]) -> str:
    """Fill the pattern of ``[process] title``; a name it does not know is left out.

    Names are ``service``, ``initiator``, ``date`` and the document's top-level fields.
    """
    names = {
        **{key: value for key, value in document.items() if isinstance(value, str | int | float)},
        "service": process.get("name", ""),
        "initiator": initiator,
        "date": now.astimezone(CAMPUS_TIME).date().isoformat(),
    }
    pattern = str(process.get("title", DEFAULT_PATTERN))
    parts = []
    for literal, field, _spec, _conversion in Formatter().parse(pattern):
        parts.append(literal)
        if field is not None:
            parts.append(str(names.get(field, "")))
    return " ".join("".join(parts).split())[:TITLE_LIMIT]
