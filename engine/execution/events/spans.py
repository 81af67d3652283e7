"""Durations of ISO 8601 on a calendar: years, months and days are the campus's, hours are hours.

A day after noon is noon, though the clocks were put forward that night; 24 hours after noon are not. The
31st a month later is the last day of the next one, and a month after that the 31st again if it is counted
from the first.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

import isodate

_PARTS = re.compile(r"(?P<sign>[-+]?)P(?P<days>[^T]*)(?:T(?P<hours>.+))?")
_NONE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Span:
    """A duration.

    Attributes
    ----------
    years, months, days
        Counted on the calendar.
    exact
        What goes by whatever calendars say.
    """

    years: Any = 0
    months: Any = 0
    days: timedelta = _NONE
    exact: timedelta = _NONE

    @property
    def is_exact(self) -> bool:
        """Tell whether it is the same length always."""
        return not (self.years or self.months or self.days)

    @property
    def about(self) -> timedelta:
        """How long it is, roughly."""
        return timedelta(days=float(self.years) * 365.2425 + float(self.months) * 30.436875) + self.steady

    @property
    def steady(self) -> timedelta:
        """What is left without years and months."""
        return self.days + self.exact

    def after(self, moment: datetime, zone: tzinfo, times: int = 1) -> datetime:
        """Give the moment so many times later.

        Raises
        ------
        ValueError, OverflowError
            For parts of a month, and beyond the calendar.
        """
        if self.is_exact:
            # In UTC: within one zone Python reckons by the clock on the wall.
            return moment.astimezone(UTC) + self.exact * times
        there = moment.astimezone(zone).replace(tzinfo=None)
        months = isodate.Duration(years=self.years * times, months=self.months * times)
        day: datetime = there + months + self.days * times
        return day.replace(tzinfo=zone).astimezone(UTC) + self.exact * times


def span_of(value: "timedelta | isodate.Duration") -> Span:
    """Take a duration that an expression has given."""
    if isinstance(value, timedelta):
        return Span(exact=value)
    return Span(value.years, value.months, exact=value.tdelta)


def read_span(text: str) -> Span:
    """Read a duration.

    Raises
    ------
    ValueError
    """
    whole = span_of(isodate.parse_duration(text))
    found = _PARTS.fullmatch(text)
    if found is None or not found["hours"]:
        return Span(whole.years, whole.months, whole.exact)
    exact: timedelta = isodate.parse_duration(f"{found['sign']}PT{found['hours']}")
    return Span(whole.years, whole.months, whole.exact - exact, exact)
