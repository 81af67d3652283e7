"""Working time: the hours of the week in which the campus works, less holidays, plus working weekends.

Everything here is arithmetic on a calendar that was read before; nothing asks the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from calendars.durations import Duration
from calendars.errors import BeyondHorizon
from calendars.zone import CAMPUS_TIME

HORIZON_DAYS: Final = 3660
"""How far working time is looked for; a calendar in which nobody works must not be walked for ever."""

_NOTHING: Final = timedelta(0)

Span = tuple[time, time]
Spans = tuple[Span, ...]
Week = Mapping[int, Spans]
"""Spans of working time by weekday, Monday is 0; in order, without overlap, none across midnight."""

_DAY: Final = ((time(8), time(12)), (time(14), time(17, 30)))
USUAL_WEEK: Final[Week] = dict.fromkeys(range(5), _DAY)
"""Monday to Friday, 08:00 to 12:00 and 14:00 to 17:30."""


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A campus's working time.

    Attributes
    ----------
    week
        The hours of an ordinary week.
    exceptions
        Days that do not follow it: False for a holiday, True for a day on which the campus works all the same
        (调休), by the hours of its weekday or, if that has none, of the first weekday that has some.
    """

    week: Week
    exceptions: Mapping[date, bool]
    zone: tzinfo = CAMPUS_TIME

    @property
    def day(self) -> timedelta:
        """How much working time a "working day" is: that of the first weekday that has some."""
        return sum((_minutes(span) for span in self._usual), _NOTHING)

    def length(self, duration: Duration) -> timedelta:
        """Give how much working time a duration is; its days are working days."""
        return duration.days * self.day + duration.rest

    def hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """Give the moments between which the campus works on a day, in order; none on a free day."""
        return tuple((self._moment(day, starts), self._moment(day, ends)) for starts, ends in self._of(day))

    def add(self, moment: datetime, amount: timedelta) -> datetime:
        """Give the moment at which an amount of working time has passed since a moment.

        Of several such moments (the end of a day's work, the night, the next morning) it is the
        nearest one; for a negative amount, the nearest before. Of nothing at all it is the moment itself.

        Raises
        ------
        BeyondHorizon
        """
        moment = _aware(moment)
        if amount < _NOTHING:
            return self._before(moment, -amount)
        return self._after(moment, amount) if amount else moment

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give the working time from one moment to another; negative if `end` is the earlier one.

        Raises
        ------
        BeyondHorizon
            If they lie further apart than that.
        """
        start, end = _aware(start), _aware(end)
        if end < start:
            return -self.between(end, start)
        if end - start > timedelta(days=HORIZON_DAYS):
            raise BeyondHorizon(str(end - start))
        total = _NOTHING
        for begins, ends in self._spans(start, 1):
            if begins >= end:
                break
            total += max(min(ends, end) - max(begins, start), _NOTHING)
        return total

    def spans(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the spans of working time that lie on the days from one moment to another, in order."""
        first, last = (_aware(moment).astimezone(self.zone).date().toordinal() for moment in (start, end))
        for number in range(first, last + 1):
            day = date.fromordinal(number)
            for starts, ends in self._of(day):
                yield self._moment(day, starts), self._moment(day, ends)

    def _after(self, moment: datetime, amount: timedelta) -> datetime:
        left = amount
        for begins, ends in self._spans(moment, 1):
            begins = max(begins, moment)
            if ends - begins >= left:
                return begins + left
            left -= max(ends - begins, _NOTHING)
        raise BeyondHorizon(str(amount))

    def _before(self, moment: datetime, amount: timedelta) -> datetime:
        left = amount
        for begins, ends in self._spans(moment, -1):
            ends = min(ends, moment)
            if ends - begins >= left:
                return ends - left
            left -= max(ends - begins, _NOTHING)
        raise BeyondHorizon(str(-amount))

    def _spans(self, moment: datetime, step: int) -> Iterator[tuple[datetime, datetime]]:
        """Give spans of working time from the day of a moment on, forwards or backwards."""
        first = moment.astimezone(self.zone).date().toordinal()
        last = first + step * (HORIZON_DAYS + 1)
        for number in range(first, min(max(last, 1), date.max.toordinal()), step):
            day = date.fromordinal(number)
            for starts, ends in self._of(day)[::step]:
                yield self._moment(day, starts), self._moment(day, ends)

    def _of(self, day: date) -> Spans:
        ordinary = tuple(self.week.get(day.weekday(), ()))
        works = self.exceptions.get(day, bool(ordinary))
        return (ordinary or self._usual) if works else ()

    @property
    def _usual(self) -> Spans:
        return next((spans for _, spans in sorted(self.week.items()) if spans), ())

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)


def check_spans(spans: Sequence[Span]) -> None:
    """Refuse spans that are empty, out of order or overlap.

    Raises
    ------
    ValueError
    """
    edges = [edge for span in spans for edge in span]
    if any(later <= earlier for earlier, later in zip(edges[::2], edges[1::2], strict=True)):
        raise ValueError("a span ends before it begins")
    if edges != sorted(edges):
        raise ValueError("spans overlap")


def _minutes(span: Span) -> timedelta:
    starts, ends = (timedelta(hours=at.hour, minutes=at.minute, seconds=at.second) for at in span)
    return ends - starts


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
