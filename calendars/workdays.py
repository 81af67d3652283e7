"""The campus's working calendar in the database: read for reckoning, changed by administrators.

Holidays stand in a table of our own rather than in a library: the school has days of its own, and next year's
arrangement is announced in November and must be entered without a new release.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import text

from calendars.working_time import USUAL_WEEK, Span, Spans, Week, WorkingTime, check_spans
from db.link import Answer, Link, Row

HOLIDAY = "holiday"
WORKDAY = "workday"

_READ = text(
    "SELECT (SELECT coalesce(jsonb_agg(jsonb_build_array(day, kind)), '[]') FROM calendar_day) AS days,"
    " (SELECT coalesce(jsonb_agg(jsonb_build_array(weekday, starts_at, ends_at) ORDER BY weekday, starts_at),"
    " '[]') FROM working_span) AS spans"
)
_SET_DAY = text(
    "INSERT INTO calendar_day (day, kind, name) VALUES (:day, :kind, :name)"
    " ON CONFLICT (day) DO UPDATE SET kind = excluded.kind, name = excluded.name"
)
_CLEAR = text("DELETE FROM working_span WHERE weekday = :weekday")
_ADD_SPAN = text(
    "INSERT INTO working_span (weekday, starts_at, ends_at) VALUES (:weekday, :starts_at, :ends_at)"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that does not follow the week: ``kind`` is holiday or workday."""

    day: date
    kind: str
    name: str


def ask_working_time(connection: Link) -> Answer:
    """Ask for the calendar, for :func:`working_time_of`, without waiting for the answer."""
    return connection.execute(_READ)


def working_time_of(row: Row) -> WorkingTime:
    """Give the calendar of the only row of the answer; without hours of its own, it has the usual week."""
    exceptions = {date.fromisoformat(day): kind == WORKDAY for day, kind in row.days}
    return WorkingTime(_week(row.spans) or USUAL_WEEK, exceptions)


def working_time(connection: Link) -> WorkingTime:
    """Read the calendar."""
    return working_time_of(ask_working_time(connection).one())


def set_day(connection: Link, day: Day) -> None:
    """Say what a day is, whatever was said before; the caller owns the transaction."""
    connection.execute(_SET_DAY, {"day": day.day, "kind": day.kind, "name": day.name})


def set_hours(connection: Link, weekday: int, spans: Sequence[Span]) -> None:
    """Say when the campus works on a weekday (Monday is 0); the caller owns the transaction.

    Raises
    ------
    ValueError
        If spans are empty, out of order or overlap.
    """
    check_spans(spans)
    connection.execute(_CLEAR, {"weekday": weekday})
    for starts, ends in spans:
        connection.execute(_ADD_SPAN, {"weekday": weekday, "starts_at": starts, "ends_at": ends})


def _week(rows: Sequence[tuple[int, str, str]]) -> Week:
    week: dict[int, Spans] = defaultdict(tuple)
    for weekday, starts, ends in rows:
        week[weekday] += ((time.fromisoformat(starts), time.fromisoformat(ends)),)
    return dict(week)
