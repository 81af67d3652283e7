"""The matters of a service in figures: as a whole, by version, unit and month; the age of open ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from db.link import Answer, Link
from db.planning import ask_planned

from .asked import Subject
from .spreads import CALENDAR, FRACTIONS, Spread, epoch, spread, worked

AGES: Final = (1, 3, 7, 30)
"""Days at which the open matters are divided."""

MOST_UNITS: Final = 30

# Version, unit and month in one walk through the matters; what is grouped by is told by `level`.
_MATTERS = f"""WITH {CALENDAR}, matter AS MATERIALIZED (
 SELECT i.definition_id, i.unit_id, to_char(i.started_at AT TIME ZONE :zone, 'YYYY-MM') AS month, i.state,
 {epoch("i.ended_at")} - {epoch("i.started_at")} AS took,
 {worked("i.ended_at")} - {worked("i.started_at")} AS took_working
 FROM instance i CROSS JOIN calendar WHERE {{cohort}})
 SELECT grouping(definition_id, unit_id, month) AS level, m.definition_id, m.unit_id, m.month,
 count(*) AS started, count(*) FILTER (WHERE state = 'running') AS running,
 count(*) FILTER (WHERE state = 'suspended') AS suspended,
 count(*) FILTER (WHERE state = 'completed') AS completed,
 count(*) FILTER (WHERE state = 'terminated') AS terminated,
 count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY took) FILTER (WHERE state = 'completed') AS took,
 percentile_cont({FRACTIONS}) WITHIN GROUP (ORDER BY took_working) FILTER (WHERE state = 'completed')
 AS took_working
 FROM matter m GROUP BY GROUPING SETS ((), (definition_id), (unit_id), (month))"""

_AGES = f"""SELECT width_bucket({epoch(":now")} - {epoch("i.started_at")}, CAST(:ages AS float8[])) AS age,
 count(*) AS number FROM instance i WHERE {{opening}} AND i.state IN ('running', 'suspended') GROUP BY 1"""

_UNITS = text("SELECT id, name FROM unit WHERE id = ANY(CAST(:ids AS bigint[]))")

_WHOLE, _VERSION, _UNIT, _MONTH = 0b111, 0b011, 0b101, 0b110


@dataclass(frozen=True, slots=True)
class Matters:
    """Matters begun in the period; `took` of those that came to their end by themselves."""

    started: int = 0
    running: int = 0
    suspended: int = 0
    completed: int = 0
    terminated: int = 0
    cancelled: int = 0
    took: Spread | None = None
    took_working: Spread | None = None

    @property
    def open(self) -> int:
        """Those that have not ended."""
        return self.running + self.suspended


@dataclass(frozen=True, slots=True)
class Part:
    """The matters of one version, unit or month; `label` is its number, name or ``2026-11``."""

    label: str
    matters: Matters


@dataclass(frozen=True, slots=True)
class Age:
    """How many open matters are that old: from `days` on, to before `until`; None: no end."""

    days: int
    until: int | None
    number: int


@dataclass(frozen=True, slots=True)
class AllMatters:
    """All of it; units with most matters first, one without a name for what was begun for none."""

    whole: Matters
    versions: tuple[Part, ...]
    units: tuple[Part, ...]
    months: tuple[Part, ...]
    ages: tuple[Age, ...]


def ask_matters(connection: Link, subject: Subject, values: Mapping[str, Any]) -> tuple[Answer, Answer]:
    """Ask; nobody waits yet."""
    days = [float(day * 86400) for day in AGES]
    given = {**values, "zone": str(CAMPUS_TIME), "ages": days}
    parts = {"cohort": subject.cohort, "opening": subject.opening}
    return (
        ask_planned(connection, text(_MATTERS.format(**parts)), given),
        ask_planned(connection, text(_AGES.format(**parts)), given),
    )


def matters_of(connection: Link, subject: Subject, answers: tuple[Answer, Answer]) -> AllMatters:
    """Read the answers."""
    rows = answers[0].all()
    numbers = {one.id: one.number for one in subject.versions}
    of = {level: [row for row in rows if row.level == level] for level in (_WHOLE, _VERSION, _UNIT, _MONTH)}
    versions = sorted(of[_VERSION], key=lambda row: -numbers[row.definition_id])
    return AllMatters(
        whole=_matters(of[_WHOLE][0]),
        versions=tuple(Part(str(numbers[row.definition_id]), _matters(row)) for row in versions),
        units=_units(connection, of[_UNIT]),
        months=tuple(Part(row.month, _matters(row)) for row in sorted(of[_MONTH], key=lambda row: row.month)),
        ages=_ages({row.age: row.number for row in answers[1]}),
    )


def _units(connection: Link, rows: Sequence[Any]) -> tuple[Part, ...]:
    ids = [row.unit_id for row in rows if row.unit_id is not None]
    names = {row.id: row.name for row in connection.execute(_UNITS, {"ids": ids})}
    most = sorted(rows, key=lambda row: (-row.started, row.unit_id or 0))
    return tuple(Part(names.get(row.unit_id, ""), _matters(row)) for row in most[:MOST_UNITS])


def _ages(found: Mapping[int, int]) -> tuple[Age, ...]:
    bounds = (0, *AGES)
    return tuple(
        Age(days, bounds[n + 1] if n + 1 < len(bounds) else None, found.get(n, 0))
        for n, days in enumerate(bounds)
    )


def _matters(row: Any) -> Matters:
    states = ("started", "running", "suspended", "completed", "terminated", "cancelled")
    counts = {state: getattr(row, state) for state in states}
    return Matters(
        **counts, took=spread(row.completed, row.took), took_working=spread(row.completed, row.took_working)
    )
