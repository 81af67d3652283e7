"""Which matters the figures and the log of a service are about, as both doors are asked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from calendars.zone import CAMPUS_TIME
from engine.queries.statistics import Asked


def asked_for(first: date | None, last: date | None, versions: Sequence[int], unit: str | None) -> Asked:
    """Say it as moments: from the beginning of the first day to the end of the last one, on campus."""
    since = None if first is None else _midnight(first)
    # The last day that there is has no morning after it.
    until = None if last is None or last == date.max else _midnight(last + timedelta(days=1))
    return Asked(since, until, tuple(versions), unit or None)


def _midnight(day: date) -> datetime:
    return datetime.combine(max(day, date(1970, 1, 1)), time(), CAMPUS_TIME)
