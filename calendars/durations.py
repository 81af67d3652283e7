"""Durations as people state them (ISO 8601): days apart from hours, for a working day has not 24 of them."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from calendars.errors import BadDuration, TooLong

LONGEST: Final = timedelta(days=366)
"""Nobody waits longer than a year for a step; a working day counts as a whole day here."""

_NUMBER: Final = "([0-9]{1,9})"
_FORM: Final = re.compile(
    rf"([-+]?)P(?=[0-9T])(?:{_NUMBER}D)?(?:T(?=[0-9])(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Days and what is less than a day; both negative before the moment they are counted from."""

    days: int = 0
    rest: timedelta = timedelta(0)

    @property
    def plain(self) -> timedelta:
        """Its length by the clock on the wall."""
        return timedelta(days=self.days) + self.rest


def parse(text: str) -> Duration:
    """Read a duration such as ``P2D``, ``PT4H30M`` or ``-P1DT2H``.

    Weeks, months and years are no durations here: a month has no fixed length, and a week of
    working time is better said in days.

    Raises
    ------
    TooLong
        Beyond `LONGEST`, before or after.
    BadDuration
        Anything else that is not of this form.
    """
    found = _FORM.fullmatch(text.strip())
    if found is None:
        raise BadDuration(text)
    sign = -1 if found[1] == "-" else 1
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    rest = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if days > LONGEST.days or rest > LONGEST or timedelta(days=days) + rest > LONGEST:
        raise TooLong(text)
    return Duration(sign * days, sign * rest)
