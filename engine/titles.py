"""Titles of instances: they carry the initiator and the date, or what the service says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bpmn_models.errors import BrokenBundle
from bpmn_models.patterns import Parts, title_parts
from calendars.zone import CAMPUS_TIME

DEFAULT_PATTERN = "{service} {initiator} {date}"
TITLE_LIMIT = 200
FIELD_LIMIT = 60
"""Characters of a field in a title: the rest of it must not push out whose matter it is."""
ALWAYS = ("initiator", "date")


def title_of(process: Mapping[str, Any], initiator: str, now: datetime, document: Mapping[str, Any]) -> str:
    """Fill the pattern of ``[process] title``; a name it does not know is left out.

    Names are ``service``, ``initiator``, ``date``, ``time`` and the document's top-level fields. Whose matter
    it is and of which day stands in every title, behind the pattern where that does not say it: messages
    show nothing else.
    """
    local = now.astimezone(CAMPUS_TIME)
    names = {
        **{key: str(value)[:FIELD_LIMIT] for key, value in document.items() if _is_shown(value)},
        "service": process.get("name", ""),
        "initiator": initiator,
        "date": local.date().isoformat(),
        "time": f"{local:%H:%M}",
    }
    parts = _parts(process)
    said = {name for _, name, _ in parts}
    words = "".join(literal + str(names.get(name, "")) for literal, name, _ in parts)
    lacking = [names[name] for name in ALWAYS if name not in said]
    tail = "".join(f" {word}" for word in lacking)
    return " ".join(words.split())[: TITLE_LIMIT - len(tail)] + tail


def _is_shown(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _parts(process: Mapping[str, Any]) -> Parts:
    try:
        return title_parts(str(process.get("title", DEFAULT_PATTERN)))
    except BrokenBundle:
        # Deployed before patterns were checked: what a matter is called must not stop it.
        return title_parts(DEFAULT_PATTERN)
