"""Moments of timers on a calendar: where clocks are put forward and back, and at the ends of months."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.execution.events.schedule import Cycle, next_turn, read_schedule
from engine.execution.events.spans import read_span

NEW_YORK = ZoneInfo("America/New_York")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def cycle(text: str, zone: ZoneInfo = NEW_YORK) -> Cycle:
    found = read_schedule("cycle", text).literal
    assert isinstance(found, Cycle)
    return replace(found, zone=zone)


def turns(text: str, begun: datetime, count: int, zone: ZoneInfo = NEW_YORK) -> list[str]:
    """The first moments of a cycle, as the clocks there show them."""
    rhythm = cycle(text, zone).since(begun)
    moments = [rhythm.first(begun) if rhythm.start != begun else rhythm.after(begun, begun)]
    while len(moments) < count:
        moments.append(rhythm.after(moments[-1], moments[-1]))
    return [moment.astimezone(zone).strftime("%m-%d %H:%M") for moment in moments]


@pytest.mark.parametrize(
    ("text", "begun", "found"),
    [
        # In spring 02:30 is missing on March 8th; in autumn 01:30 comes twice on November 1st.
        ("0 8 * * *", "2026-03-06T12:00", ["03-07 08:00", "03-08 08:00", "03-09 08:00"]),
        ("30 2 * * *", "2026-03-06T12:00", ["03-07 02:30", "03-08 03:00", "03-09 02:30"]),
        ("30 1 * * *", "2026-10-30T12:00", ["10-31 01:30", "11-01 01:30", "11-02 01:30"]),
        ("0 * * * *", "2026-11-01T00:30", ["11-01 01:00", "11-01 01:00", "11-01 02:00"]),
        ("0 9 31 * *", "2026-01-31T12:00", ["03-31 09:00", "05-31 09:00", "07-31 09:00"]),
        ("0 9 L * *", "2026-01-31T12:00", ["02-28 09:00", "03-31 09:00", "04-30 09:00"]),
        ("R/P1D", "2026-03-06T12:00", ["03-07 12:00", "03-08 12:00", "03-09 12:00"]),
        ("R/PT24H", "2026-03-06T12:00", ["03-07 12:00", "03-08 13:00", "03-09 13:00"]),
        ("R/P1D", "2026-10-31T12:00", ["11-01 12:00", "11-02 12:00", "11-03 12:00"]),
        ("R/P1DT1H", "2026-03-07T12:00", ["03-08 13:00", "03-09 14:00", "03-10 15:00"]),
        ("R/P1W", "2026-03-01T12:00", ["03-08 12:00", "03-15 12:00", "03-22 12:00"]),
        ("R/P1M", "2026-01-31T12:00", ["02-28 12:00", "03-31 12:00", "04-30 12:00"]),
        ("R/P1Y", "2028-02-29T12:00", ["02-28 12:00", "02-28 12:00", "02-28 12:00", "02-29 12:00"]),
        ("R/2026-01-31T17:00:00Z/P1M", "2026-01-01T12:00", ["01-31 12:00", "02-28 12:00", "03-31 12:00"]),
    ],
)
def test_turns_follow_the_clocks_and_the_calendar(text: str, begun: str, found: list[str]) -> None:
    assert turns(text, at(begun), len(found)) == found


def test_a_month_is_counted_where_the_campus_is() -> None:
    """There it is the first of March already, while it is the last of February in UTC."""
    begun = datetime(2026, 2, 28, 17, tzinfo=UTC)
    assert turns("R/P1M", begun, 2, SHANGHAI) == ["04-01 01:00", "05-01 01:00"]
    assert read_span("P1M").after(begun, SHANGHAI) == datetime(2026, 3, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize(("text", "missed"), [("R/P1D", 400), ("R/PT1M", 1_000_000), ("R/P1M", 120)])
def test_what_was_missed_is_one_turn_and_the_rhythm_stays(text: str, missed: int) -> None:
    begun = at("2026-01-31T12:00")
    rhythm = cycle(text).since(begun)
    assert rhythm.interval is not None
    long_after = rhythm.interval.after(begun, NEW_YORK, missed) + timedelta(seconds=30)
    due = rhythm.after(rhythm.after(begun, begun), long_after)
    assert due == rhythm.interval.after(begun, NEW_YORK, missed + 1)


def test_the_end_of_a_repetition_is_its_last_turn() -> None:
    rhythm = cycle("R3/P1M/2026-05-31T04:00:00Z", SHANGHAI)
    assert rhythm.first(at("2026-01-01T00:00")) == datetime(2026, 3, 31, 4, tzinfo=UTC)


def test_turns_of_a_process_are_counted_from_when_it_came_into_force() -> None:
    schedule, begun = read_schedule("cycle", "R/P1M"), at("2026-01-31T09:00", SHANGHAI)
    february = at("2026-02-28T09:00", SHANGHAI)
    following, left = next_turn(schedule, february, -1, february, begun)
    assert (following, left) == (at("2026-03-31T09:00", SHANGHAI), -1)


@pytest.mark.parametrize("text", ["P1Y2M3DT4H5M6S", "P2W", "-P1D", "PT36H", "P0.5D", "P1M"])
def test_a_duration_is_as_long_as_it_says(text: str) -> None:
    import isodate

    moment = datetime(2026, 6, 15, 12, tzinfo=UTC)
    assert read_span(text).after(moment, UTC) == moment + isodate.parse_duration(text)
