"""The two ways to count time: by the clock on the wall, or by the hours in which the campus works."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from calendars.durations import Duration


class Reckoning(Protocol):
    """A way to count time. Moments are aware; those given back are UTC."""

    def length(self, duration: Duration) -> timedelta:
        """Give how much time a duration is."""

    def add(self, moment: datetime, amount: timedelta) -> datetime:
        """Give the moment that lies an amount of time after a moment, or before it if negative."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Give the time from one moment to another; negative if `end` is the earlier one."""


@dataclass(frozen=True, slots=True)
class PlainTime:
    """Every hour counts."""

    def length(self, duration: Duration) -> timedelta:
        """A day has 24 hours."""
        return duration.plain

    def add(self, moment: datetime, amount: timedelta) -> datetime:
        """See `Reckoning`."""
        return moment + amount

    def between(self, start: datetime, end: datetime) -> timedelta:
        """See `Reckoning`."""
        return end - start


PLAIN: Final = PlainTime()
