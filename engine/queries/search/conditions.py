"""A filter as SQL: what narrows the rows of ``instance``, and what is looked up first because it is rare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from calendars.zone import CAMPUS_TIME

from .fields import Place, ask_fields, holding
from .filter import Filter
from .services import ServiceOption

_LIVING: Final = frozenset({"running", "suspended"})
_FIRST: Final = "\x01"
_LAST: Final = "\U0010ffff"
"""Sort before and behind every character, byte by byte."""
_NAMESAKES: Final = 20
_FEW_DAYS: Final = 92
"""A time of so many days holds few ends among those of years."""
_PEOPLE: Final = (
    "SELECT id FROM person WHERE (number ~>=~ :{name} AND number ~<~ :{name}_numbers)"
    " OR (name ~>=~ :{name} AND name ~<~ :{name}_before)"
)
_OF_SERVICES: Final = "i.service_key = ANY(CAST(:services AS text[]))"
_NUMBERED: Final = (
    'business_no >= CAST(:{name} AS text) COLLATE "C" AND business_no < CAST(:{name}_end AS text) COLLATE "C"'
)

_MARKED: Final[Mapping[str, str]] = {
    "incident": "SELECT instance_id FROM incident WHERE closed_at IS NULL",
    "overdue": (
        "SELECT instance_id FROM task"
        " WHERE state = 'open' AND due_at IS NOT NULL AND due_at < :now AND held_at IS NULL"
    ),
    "held": "SELECT instance_id FROM task WHERE state = 'open' AND held_at IS NOT NULL",
}
_STANDING: Final = (
    "SELECT t.instance_id FROM instance o JOIN task t ON t.instance_id = o.id AND t.state = 'open'"
    " WHERE o.service_key = ANY(CAST(:services AS text[])) AND o.state IN ('running', 'suspended')"
    " AND t.element = :step"
    " UNION ALL SELECT instance_id FROM incident WHERE closed_at IS NULL AND element = :step"
    " UNION ALL SELECT instance_id FROM call WHERE state IN ('queued', 'due', 'trying', 'answered')"
    " AND element = :step"
)
_WHO: Final = _PEOPLE.format(name="handler")
_KEYS: Final = (
    "SELECT 'p:' || id FROM who"
    " UNION SELECT 'g:' || group_key FROM group_member WHERE person_id IN (SELECT id FROM who)"
    " UNION SELECT 'r:' || role_key || '@' || unit_id FROM role_holder"
    " WHERE person_id IN (SELECT id FROM who)"
)
_HANDLED: Final = (
    f"WITH who AS MATERIALIZED ({_WHO}), key(of) AS MATERIALIZED ({_KEYS})"
    " SELECT instance_id FROM task WHERE handler_id IN (SELECT id FROM who)"
    " UNION ALL SELECT t.instance_id FROM key"
    " CROSS JOIN LATERAL (SELECT task_id FROM inbox WHERE principal = key.of OFFSET 0) b"
    " CROSS JOIN LATERAL (SELECT instance_id FROM task WHERE id = b.task_id AND state = 'open' OFFSET 0) t"
)
_IS_HANDLED: Final = (
    "EXISTS (SELECT FROM task t WHERE t.instance_id = i.id AND"
    f" (t.handler_id = ANY(ARRAY({_WHO})) OR (t.state = 'open' AND EXISTS (SELECT FROM inbox b"
    f" WHERE b.task_id = t.id AND b.principal = ANY(ARRAY(WITH who AS ({_WHO}) {_KEYS}))))) OFFSET 0)"
)
_ON_A_ROW: Final[Mapping[str, str]] = {_HANDLED: _IS_HANDLED}
"""What a statement of ids says, as a condition that is quickly asked of one row."""


@dataclass(slots=True)
class Conditions:
    """What must hold.

    Attributes
    ----------
    where
        Conditions on the row ``i``.
    span
        Conditions on when it started: where walks begin and end.
    hits
        Statements that give the few ids among which is whatever is found; empty if nothing is rare.
    tries
        Statements that say over again what stands in `where`, and may give few ids.
    by, keys, among
        Where nothing is rare: the column whose values' rows are walked from the newest, each by an index,
        and the statement that gives the values; that the column has one of them, as a condition. Without a
        column all rows are walked.
    ways
        How many values that are, or more.
    few
        Whether it is known that `hits` give few ids.
    values
        The parameters of all.
    """

    where: list[str] = field(default_factory=list)
    span: list[str] = field(default_factory=list)
    hits: list[str] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    by: str = "service_key"
    keys: str = "unnest(CAST(:services AS text[]))"
    among: str = _OF_SERVICES
    ways: int = 1
    few: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def all(self) -> str:
        """Everything that must hold of a row, but for what is rare."""
        return " AND ".join([self.among, *self.span, *self.where])

    @property
    def is_walked(self) -> bool:
        """Whether rows are walked at first: what is rare, if anything, is quickly asked of each of them."""
        return not self.hits or (
            not self.few and self.is_glanced and all(hits in _ON_A_ROW for hits in self.hits)
        )

    @property
    def is_glanced(self) -> bool:
        """Whether only the newest are walked at first: of several walks, one would end before the others."""
        return self.ways == 1 and bool(self.hits or self.tries)

    @property
    def on_a_row(self) -> list[str]:
        """Everything that is asked of a row that is walked, but which rows that are."""
        return [*self.where, *(_ON_A_ROW[hits] for hits in self.hits)]

    def trying(self) -> "Conditions":
        """Take what is only tried for rare, too."""
        return replace(self, hits=[*self.hits, *self.tries], tries=[])

    def walk(self, by: str, keys: str, among: str, ways: int) -> None:
        """Walk by another column, which promises fewer rows."""
        self.where.append(self.among)
        self.by, self.keys, self.among, self.ways = by, keys, among, ways

    @property
    def together(self) -> str:
        """The statement that gives what all `hits` give; an id may come several times."""
        return " INTERSECT ".join(f"({statement})" for statement in self.hits)


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
    wanted: Filter, services: Sequence[ServiceOption], places: Places, now: datetime, *, are_all: bool = False
) -> Conditions:
    """Say in SQL what a filter wants of the matters of some services, or of all that there are."""
    found = Conditions(values={"services": [one.key for one in services], "now": now}, ways=len(services))
    _states(found, wanted, are_all)
    if wanted.unit:
        found.values["units"] = list(places.units)
        units = "CAST(:units AS bigint[])"
        found.walk("unit_id", f"unnest({units})", f"i.unit_id = ANY({units})", len(places.units))
    _versions(found, wanted, services)
    _days(found, wanted, now)
    for mark in wanted.marks:
        found.hits.append(_MARKED[mark])
    if "overdue" in wanted.marks:
        # Time stands still for what is suspended.
        found.where.append("i.state = 'running'")
    for name, statement in (("step", _STANDING), ("handler", _HANDLED)):
        if getattr(wanted, name):
            found.hits.append(statement)
            found.values |= _people(name, getattr(wanted, name))
    if wanted.initiator:
        found.values |= _people("initiator", wanted.initiator)
        people = f"({_PEOPLE.format(name='initiator')})"
        found.walk("initiator_id", people, f"i.initiator_id IN {people}", _NAMESAKES)
    if wanted.number:
        found.where.append(_NUMBERED.format(name="number"))
        found.tries.append(f"SELECT id FROM instance WHERE {_NUMBERED.format(name='number')}")
        found.values |= _beginning("number", wanted.number)
    if wanted.words:
        _words(found, wanted.words)
    asked = ask_fields(wanted.fields, places.fields)
    found.where += asked.where
    found.tries += asked.perhaps
    found.values |= asked.values
    return found


def _people(name: str, typed: str) -> dict[str, str]:
    """Say whom somebody means; by few characters only who is called just so.

    One begins many names, and three the numbers of all who came in the same years.
    """
    return {
        name: typed,
        f"{name}_before": typed + (_LAST if len(typed) > 1 else _FIRST),
        f"{name}_numbers": typed + (_LAST if len(typed) > 3 else _FIRST),
    }


def _beginning(name: str, typed: str) -> dict[str, str]:
    """Say where what begins with something lies in the order of bytes."""
    return {name: typed, f"{name}_end": typed + _LAST}


def _states(found: Conditions, wanted: Filter, are_all: bool) -> None:
    # The words stand in the statement, not beside it: PostgreSQL sees that a smaller index will do.
    states = ", ".join(f"'{state}'" for state in wanted.states)
    of_states = f"i.state IN ({states})" if states else "true"
    if not are_all:
        found.where.append(of_states)
    elif set(wanted.states) <= _LIVING:
        # The newest of all, and of all that are living, have an index; the stopped, one for each service.
        found.by, found.among, found.ways = "", of_states, 1
    else:
        found.among = "true"
        found.where.append(of_states)


def _versions(found: Conditions, wanted: Filter, services: Sequence[ServiceOption]) -> None:
    if wanted.versions:
        versions = (version for service in services for version in service.versions)
        found.values["versions"] = [one.id for one in versions if one.number in wanted.versions]
        numbers = "CAST(:versions AS bigint[])"
        found.walk(
            "definition_id",
            f"unnest({numbers})",
            f"i.definition_id = ANY({numbers})",
            len(found.values["versions"]),
        )
        # They are versions of these services.
        found.where = [condition for condition in found.where if condition != _OF_SERVICES]


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
        of_row = [f"i.{condition}" for condition in within]
        if column == "started":
            found.span += of_row
            continue
        found.where += of_row
        if last is not None:
            # Nothing ends before it starts.
            found.span.append("i.started_at < :ended_to")
        if _is_short(first, last, now):
            found.tries.append(f"SELECT id FROM instance WHERE {' AND '.join(within)}")


def _is_short(first: date | None, last: date | None, now: datetime) -> bool:
    today = now.astimezone(CAMPUS_TIME).date()
    return first is not None and (min(last or today, today) - first).days <= _FEW_DAYS


def _after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), CAMPUS_TIME)


def _words(found: Conditions, words: str) -> None:
    found.values |= _beginning("words", words) | _people("words", words)
    people = _PEOPLE.format(name="words")
    held = " OR ".join(holding(found.values, "words", words))
    found.hits.append(
        f"SELECT id FROM instance WHERE {_NUMBERED.format(name='words')}"
        f" UNION SELECT id FROM instance WHERE initiator_id IN ({people})"
        f" UNION SELECT id FROM instance WHERE {held}"
    )
