"""What a service's guide says of its steps: who handles each, and how long that usually takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from db import reading
from engine.queries.progress import TimelineStep
from hall import catalogue
from hall.errors import UnknownService
from web.i18n import page_language


@dataclass(frozen=True, slots=True)
class Usual:
    """One step as the guide describes it; words of the guide, empty for unsaid."""

    who: str = ""
    duration: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A service's title in the reader's language, and its steps by name; empty where the hall has none."""

    title: str = ""
    steps: Mapping[str, Usual] = field(default_factory=dict)


def guide_of(service_key: str) -> Guide:
    """Return what the hall tells of a service."""
    try:
        with reading() as connection:
            entry = catalogue.service(connection, service_key, locale=page_language())
    except UnknownService:
        return Guide()
    steps = entry.guide.get("steps") or ()
    return Guide(entry.card.title, {str(step.get("name", "")): _usual(step) for step in steps})


def expected(steps: Iterable[TimelineStep], usual: Mapping[str, Usual]) -> tuple[TimelineStep, ...]:
    """Name who is usually behind the coming steps whose people nobody knows yet."""
    return tuple(_named(step, usual.get(step.name)) for step in steps)


def _named(step: TimelineStep, usual: Usual | None) -> TimelineStep:
    if step.state != "coming" or step.people or usual is None or not usual.who:
        return step
    return replace(step, people=(usual.who,))


def _usual(step: Mapping[str, Any]) -> Usual:
    return Usual(str(step.get("who") or ""), str(step.get("duration") or ""))
