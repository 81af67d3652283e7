"""What a deadline's duration may be, and what is refused with which error."""

from datetime import timedelta

import pytest

from calendars.durations import LONGEST, Duration, parse
from calendars.errors import BadDuration, TooLong


@pytest.mark.parametrize(
    ("text", "days", "rest"),
    [
        ("P2D", 2, timedelta(0)),
        ("PT4H", 0, timedelta(hours=4)),
        ("-PT4H", 0, timedelta(hours=-4)),
        ("+P1DT2H30M", 1, timedelta(hours=2, minutes=30)),
        ("-P1DT2H", -1, timedelta(hours=-2)),
        ("PT0H", 0, timedelta(0)),
        (" PT90S ", 0, timedelta(seconds=90)),
        ("P366D", 366, timedelta(0)),
    ],
)
def test_days_stand_apart_from_hours(text: str, days: int, rest: timedelta) -> None:
    assert parse(text) == Duration(days, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "P",
        "PT",
        "P1",
        "1D",
        "P1W",
        "P1M",
        "P1Y",
        "P1.5D",
        "PT1H2D",
        "P1DT",
        "P-1D",
        "--P1D",
        "P１D",
        "soon",
    ],
)
def test_what_is_no_such_duration_is_refused(text: str) -> None:
    with pytest.raises(BadDuration):
        parse(text)


@pytest.mark.parametrize("text", ["P367D", "-P367D", "P366DT1S", "PT999999999H", "P999999999DT999999999H"])
def test_more_than_a_year_is_a_slip(text: str) -> None:
    with pytest.raises(TooLong):
        parse(text)


def test_a_number_without_end_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadDuration):
        parse(f"P{'9' * 100_000}D")


def test_the_longest_is_a_year() -> None:
    assert parse("P366D").plain == LONGEST
