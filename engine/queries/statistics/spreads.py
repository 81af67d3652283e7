"""How durations are spread, by the clock on the wall and in working time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from calendars.workdays import working_time
from db.link import Link

FRACTIONS: Final = "ARRAY[0.5, 0.9, 0.95]"

CALENDAR: Final = (
    "calendar AS MATERIALIZED (SELECT CAST(:starts AS float8[]) AS starts,"
    " CAST(:offsets AS float8[]) AS offsets, CAST(:totals AS float8[]) AS totals)"
)
"""Spans of working time as arrays: when each starts, what makes a moment within it the work done so far, and
how much is done when it is over."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Seconds of which a half, nine tenths and 95 in a hundred of `count` took no more."""

    count: int
    median: float
    p90: float
    p95: float


def spread(count: int, fractions: Sequence[float] | None) -> Spread | None:
    """Make one of what `FRACTIONS` gave; None of nothing."""
    return Spread(count, *(float(one) for one in fractions)) if fractions else None


def epoch(moment: str) -> str:
    """Say in SQL the seconds of a moment."""
    # `extract` reckons in decimals, which takes several times as long.
    return f"date_part('epoch', {moment})"


def worked(moment: str) -> str:
    """Say in SQL how much work lay before a moment, given `CALENDAR`'s only row as ``calendar``.

    The difference of two is the working time between them: two look-ups by halving, instead of a walk
    through the days for each of a hundred thousand steps.
    """
    at = epoch(moment)
    place = f"width_bucket({at}, calendar.starts)"
    return f"coalesce(least({at} + calendar.offsets[{place}], calendar.totals[{place}]), 0)"


def calendar_values(connection: Link, since: datetime, until: datetime) -> dict[str, Any]:
    """Give the parameters of `CALENDAR` for moments between two."""
    starts: list[float] = []
    offsets: list[float] = []
    totals: list[float] = []
    done = 0.0
    for begins, ends in working_time(connection).spans(since, until):
        starts.append(begins.timestamp())
        offsets.append(done - starts[-1])
        done += (ends - begins).total_seconds()
        totals.append(done)
    return {"starts": starts, "offsets": offsets, "totals": totals}
