"""Titles of instances: they carry the initiator and the date, or what the service says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn_models.errors import BrokenBundle
from bpmn_models.patterns import Parts, title_parts
from calendars.zone import CAMPUS_TIME

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
    words = [literal + str(names.get(name, "")) for literal, name, _ in _parts(process)]
    return " ".join("".join(words).split())[:TITLE_LIMIT]


def _parts(process: Mapping[str, Any]) -> Parts:
    try:
        return title_parts(str(process.get("title", DEFAULT_PATTERN)))
    except BrokenBundle:
        # Deployed before patterns were checked: what a matter is called must not stop it.
        return title_parts(DEFAULT_PATTERN)
