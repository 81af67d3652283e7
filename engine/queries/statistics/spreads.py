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
    " CAST(:lengths AS float8[]) AS lengths, CAST(:before AS float8[]) AS before)"
)
"""Spans of working time as arrays: when each starts, how long it is, how much work lay before it."""


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
    return f"CAST(extract(epoch FROM {moment}) AS float8)"


def worked(moment: str) -> str:
    """Say in SQL how much work lay before a moment, given `CALENDAR`'s only row as ``calendar``.

    The difference of two is the working time between them: two look-ups by halving, instead of a walk
    through the days for each of a hundred thousand steps.
    """
    at, place = epoch(moment), f"width_bucket({epoch(moment)}, calendar.starts)"
    return (
        f"coalesce(calendar.before[{place}]"
        f" + least({at} - calendar.starts[{place}], calendar.lengths[{place}]), 0)"
    )


def calendar_values(connection: Link, since: datetime, until: datetime) -> dict[str, Any]:
    """Give the parameters of `CALENDAR` for moments between two."""
    starts: list[float] = []
    lengths: list[float] = []
    before: list[float] = []
    total = 0.0
    for begins, ends in working_time(connection).spans(since, until):
        starts.append(begins.timestamp())
        lengths.append((ends - begins).total_seconds())
        before.append(total)
        total += lengths[-1]
    return {"starts": starts, "lengths": lengths, "before": before}
