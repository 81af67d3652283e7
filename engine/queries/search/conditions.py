"""A filter as SQL: what narrows the rows of ``instance``, and what is looked up first because it is rare."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from calendars.zone import CAMPUS_TIME

from .fields import Place, ask_fields, holding
from .filter import Filter
from .services import ServiceOption

_LAST: Final = "\U0010ffff"
"""Sorts behind every character, byte by byte."""
_FEW_DAYS: Final = 92
"""A time of so many days holds few ends among those of years."""
_PEOPLE: Final = (
    "SELECT id FROM person WHERE number = :{name} OR name = :{name}"
    " OR (length(:{name}) > 1 AND starts_with(name, :{name}))"
    " OR (length(:{name}) > 3 AND starts_with(number, :{name}))"
)
"""One letter begins too many names, and the year of entry the numbers of all its students."""
_NUMBERED: Final = (
    'business_no >= CAST(:{name} AS text) COLLATE "C" AND business_no < CAST(:{name}_end AS text) COLLATE "C"'
)

_MARKED: Final[Mapping[str, str]] = {
    "incident": "SELECT instance_id FROM incident WHERE closed_at IS NULL",
    "overdue": (
        "SELECT t.instance_id FROM task t JOIN instance o ON o.id = t.instance_id WHERE t.state = 'open'"
        " AND t.due_at IS NOT NULL AND t.due_at < :now AND t.held_at IS NULL AND o.state = 'running'"
    ),
    "held": "SELECT instance_id FROM task WHERE state = 'open' AND held_at IS NOT NULL",
}
_STANDING: Final = (
    "SELECT instance_id FROM task WHERE state = 'open' AND element = :step"
    " UNION SELECT instance_id FROM incident WHERE closed_at IS NULL AND element = :step"
    " UNION SELECT instance_id FROM call WHERE state IN ('queued', 'due', 'trying', 'answered')"
    " AND element = :step"
)
_HANDLED: Final = (
    f"WITH who AS MATERIALIZED ({_PEOPLE.format(name='handler')}), key(of) AS ("
    "SELECT 'p:' || id FROM who"
    " UNION SELECT 'g:' || group_key FROM group_member WHERE person_id IN (SELECT id FROM who)"
    " UNION SELECT 'r:' || role_key || '@' || unit_id FROM role_holder"
    " WHERE person_id IN (SELECT id FROM who))"
    " SELECT instance_id FROM task WHERE handler_id IN (SELECT id FROM who)"
    " UNION SELECT t.instance_id FROM inbox b JOIN task t ON t.id = b.task_id"
    " WHERE b.principal IN (SELECT of FROM key) AND t.state = 'open'"
)


@dataclass(slots=True)
class Conditions:
    """What must hold.

    Attributes
    ----------
    where
        Conditions on the row ``i``.
    hits
        Statements that give the few ids among which is whatever is found; empty if nothing is rare.
    perhaps
        Statements of ids for what `where` says as well: they help if they give few.
    values
        The parameters of all of them.
    """

    where: list[str] = field(default_factory=list)
    hits: list[str] = field(default_factory=list)
    perhaps: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """What was looked up for a filter.

    Attributes
    ----------
    units
        Ids of the unit that is wanted and those below it.
    fields
        Where each version keeps the fields that are asked for, by their pointers.
    """

    units: tuple[int, ...] = ()
    fields: Mapping[str, Mapping[int, Place]] = field(default_factory=dict)


def conditions(
    wanted: Filter, services: Sequence[ServiceOption], places: Places, now: datetime
) -> Conditions:
    """Say in SQL what a filter wants of the matters of some services."""
    found = Conditions(values={"services": [one.key for one in services], "now": now})
    _states(found, wanted)
    _versions(found, wanted, services)
    if wanted.unit:
        found.values["units"] = list(places.units)
        found.where.append("i.unit_id = ANY(CAST(:units AS bigint[]))")
    _days(found, wanted, now)
    for mark in wanted.marks:
        found.hits.append(_MARKED[mark])
    for name, statement in (("step", _STANDING), ("handler", _HANDLED)):
        if getattr(wanted, name):
            found.hits.append(statement)
            found.values[name] = getattr(wanted, name)
    if wanted.initiator:
        people = _PEOPLE.format(name="initiator")
        found.hits.append(f"SELECT id FROM instance WHERE initiator_id IN ({people})")
        found.values["initiator"] = wanted.initiator
    if wanted.number:
        found.where.append(_NUMBERED.format(name="number"))
        found.values |= {"number": wanted.number, "number_end": wanted.number + _LAST}
    if wanted.words:
        _words(found, wanted.words)
    asked = ask_fields(wanted.fields, places.fields)
    found.where += asked.where
    found.perhaps += asked.perhaps
    found.values |= asked.values
    return found


def _states(found: Conditions, wanted: Filter) -> None:
    if wanted.states:
        # The words stand in the statement, not beside it: PostgreSQL sees that a smaller index will do.
        states = ", ".join(f"'{state}'" for state in wanted.states)
        found.where.append(f"i.state IN ({states})")


def _versions(found: Conditions, wanted: Filter, services: Iterable[ServiceOption]) -> None:
    if wanted.versions:
        versions = (version for service in services for version in service.versions)
        found.values["versions"] = [one.id for one in versions if one.number in wanted.versions]
        found.where.append("i.definition_id = ANY(CAST(:versions AS bigint[]))")


def _days(found: Conditions, wanted: Filter, now: datetime) -> None:
    for column in ("started", "ended"):
        first, last = getattr(wanted, f"{column}_from"), getattr(wanted, f"{column}_to")
        within = []
        if first is not None:
            found.values[f"{column}_from"] = _begins(first)
            within.append(f"{column}_at >= :{column}_from")
        if last is not None:
            found.values[f"{column}_to"] = _begins(_after(last))
            within.append(f"{column}_at < :{column}_to")
        if column == "ended" and _is_short(first, last, now):
            found.hits.append(f"SELECT id FROM instance WHERE {' AND '.join(within)}")
        else:
            found.where += [f"i.{condition}" for condition in within]


def _is_short(first: date | None, last: date | None, now: datetime) -> bool:
    today = now.astimezone(CAMPUS_TIME).date()
    return first is not None and (min(last or today, today) - first).days <= _FEW_DAYS


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), CAMPUS_TIME)


def _words(found: Conditions, words: str) -> None:
    found.values |= {"words": words, "words_end": words + _LAST}
    people = _PEOPLE.format(name="words")
    held = " OR ".join(holding(found.values, "words", words))
    found.hits.append(
        f"SELECT id FROM instance WHERE {_NUMBERED.format(name='words')}"
        f" UNION SELECT id FROM instance WHERE initiator_id IN ({people})"
        f" UNION SELECT id FROM instance WHERE {held}"
    )
