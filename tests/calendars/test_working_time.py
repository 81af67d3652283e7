"""Working time, against somebody who counts every minute on his fingers."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.durations import parse
from calendars.errors import BeyondHorizon
from calendars.reckoning import PLAIN
from calendars.working_time import USUAL_WEEK, WorkingTime, check_spans
from calendars.zone import CAMPUS_TIME

MINUTE = timedelta(minutes=1)
FIRST = date(2026, 9, 28)
# A fortnight with a long holiday, a working Saturday, and a Sunday and a Wednesday that are swapped.
CALENDAR = WorkingTime(
    USUAL_WEEK,
    {
        **{date(2026, 10, day): False for day in range(1, 8)},
        date(2026, 10, 10): True,
        date(2026, 10, 11): True,
        date(2026, 10, 14): False,
    },
)
ODD = WorkingTime(
    {1: ((time(0), time(6, 30)), (time(22), time(23, 59))), 5: ((time(9), time(9, 45)),)},
    {date(2026, 10, 6): False, date(2026, 10, 4): True},
    ZoneInfo("America/New_York"),
)
calendars = st.sampled_from([CALENDAR, ODD])
moments = st.integers(0, 20 * 24 * 60).map(
    lambda minutes: datetime(2026, 9, 28, tzinfo=CAMPUS_TIME).astimezone(UTC) + minutes * MINUTE
)
amounts = st.integers(-3000, 3000).map(lambda minutes: minutes * MINUTE)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CAMPUS_TIME)


def works(calendar: WorkingTime, minute: datetime) -> bool:
    """Does the campus work in the minute that begins here? Told from the rules, not by our code."""
    there = minute.astimezone(calendar.zone)
    spans = calendar.week.get(there.weekday(), ())
    if there.date() in calendar.exceptions:
        usual = calendar.week[min(calendar.week)]
        spans = (spans or usual) if calendar.exceptions[there.date()] else ()
    return any(starts <= there.time() < ends for starts, ends in spans)


def walked(calendar: WorkingTime, moment: datetime, amount: timedelta) -> datetime:
    """The oracle: minute by minute."""
    while amount > timedelta(0):
        amount -= MINUTE * works(calendar, moment)
        moment += MINUTE
    while amount < timedelta(0):
        moment -= MINUTE
        amount += MINUTE * works(calendar, moment)
    return moment


@given(calendars, moments, amounts)
@settings(max_examples=150, deadline=None)
def test_a_moment_after_working_time_is_the_one_that_is_counted_minute_by_minute(
    calendar: WorkingTime, moment: datetime, amount: timedelta
) -> None:
    amount = amount if calendar is CALENDAR else amount / 5 // MINUTE * MINUTE
    assert calendar.add(moment, amount) == walked(calendar, moment, amount)


@given(calendars, moments, moments)
@settings(max_examples=150, deadline=None)
def test_working_time_between_two_moments_is_the_number_of_working_minutes(
    calendar: WorkingTime, one: datetime, other: datetime
) -> None:
    start, end = sorted((one, other))
    counted = sum(works(calendar, start + n * MINUTE) for n in range(int((end - start) / MINUTE)))
    assert calendar.between(start, end) == counted * MINUTE
    assert calendar.between(end, start) == -counted * MINUTE


seconds = st.integers(0, 10**6).map(lambda number: timedelta(seconds=number))


@given(moments, seconds, seconds, seconds)
def test_what_is_added_in_two_parts_is_added_as_a_whole(
    moment: datetime, past: timedelta, one: timedelta, other: timedelta
) -> None:
    moment += past
    assert CALENDAR.add(CALENDAR.add(moment, one), other) == CALENDAR.add(moment, one + other)
    assert CALENDAR.between(moment, CALENDAR.add(moment, one)) == one
    assert CALENDAR.between(CALENDAR.add(moment, -one), moment) == one


@given(moments, seconds, seconds)
def test_what_was_left_of_a_time_is_left_after_a_pause(
    held: datetime, left: timedelta, pause: timedelta
) -> None:
    due, taken_up = CALENDAR.add(held, left), held + pause
    later = CALENDAR.add(due, CALENDAR.between(held, taken_up))
    assert CALENDAR.between(taken_up, later) == left


@pytest.mark.parametrize(
    ("since", "duration", "until"),
    [
        ("2026-09-28T09:00", "PT2H", "2026-09-28T11:00"),
        ("2026-09-28T11:00", "PT2H", "2026-09-28T15:00"),
        ("2026-09-28T11:00", "PT1H", "2026-09-28T12:00"),
        ("2026-09-28T10:00", "P2D", "2026-09-30T10:00"),
        ("2026-09-28T21:00", "P1D", "2026-09-29T17:30"),
        ("2026-09-30T16:00", "PT3H", "2026-10-08T09:30"),
        ("2026-10-09T16:30", "PT2H", "2026-10-10T09:00"),
        ("2026-10-13T17:00", "P1D", "2026-10-15T17:00"),
        ("2026-10-08T09:30", "-PT3H", "2026-09-30T16:00"),
        ("2026-10-03T12:00", "PT0H", "2026-10-03T12:00"),
        ("2026-10-03T12:00", "-PT1H", "2026-09-30T16:30"),
    ],
)
def test_deadlines_that_an_office_would_name(since: str, duration: str, until: str) -> None:
    assert CALENDAR.add(at(since), CALENDAR.length(parse(duration))) == at(until)


def test_a_holiday_has_no_working_time_and_a_working_sunday_has_a_whole_day() -> None:
    assert CALENDAR.between(at("2026-10-01T00:00"), at("2026-10-08T00:00")) == timedelta(0)
    assert CALENDAR.between(at("2026-10-11T00:00"), at("2026-10-12T00:00")) == timedelta(hours=7.5)


def test_plain_time_knows_no_night() -> None:
    moment = at("2026-10-03T23:00")
    assert PLAIN.add(moment, PLAIN.length(parse("P1DT2H"))) == at("2026-10-05T01:00")
    assert PLAIN.between(moment, at("2026-10-04T23:00")) == timedelta(days=1)


def test_answers_are_in_utc_whatever_the_zone_of_the_question() -> None:
    assert CALENDAR.add(at("2026-09-28T09:00"), timedelta(hours=1)).tzinfo is UTC
    assert CALENDAR.add(at("2026-09-28T09:00"), timedelta(0)).tzinfo is UTC


def test_where_nobody_ever_works_the_search_ends() -> None:
    empty = WorkingTime({}, {})
    for amount in (MINUTE, -MINUTE):
        with pytest.raises(BeyondHorizon):
            empty.add(at("2026-09-28T09:00"), amount)
    assert empty.day == timedelta(0)


def test_a_huge_amount_of_working_time_is_refused_in_good_time() -> None:
    for amount in (timedelta(days=10**6), timedelta(days=-(10**6)), timedelta.max):
        with pytest.raises(BeyondHorizon):
            CALENDAR.add(at("2026-09-28T09:00"), amount)
    with pytest.raises(BeyondHorizon):
        CALENDAR.between(at("1926-09-28T09:00"), at("2026-09-28T09:00"))


def test_the_end_of_the_calendar_is_no_crash() -> None:
    for edge, amount in ((datetime(9999, 12, 30, tzinfo=UTC), 1), (datetime(1, 1, 3, tzinfo=UTC), -1)):
        with pytest.raises(BeyondHorizon):
            CALENDAR.add(edge, timedelta(days=30) * amount)


def test_a_moment_without_a_zone_is_a_defect() -> None:
    naive = datetime(2026, 9, 28)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.add(naive, MINUTE)


@pytest.mark.parametrize(
    "spans",
    [
        [(time(9), time(8))],
        [(time(9), time(9))],
        [(time(9), time(12)), (time(11), time(14))],
        [(time(14), time(17)), (time(8), time(12))],
    ],
)
def test_spans_that_are_empty_or_overlap_are_refused(spans: list[tuple[time, time]]) -> None:
    with pytest.raises(ValueError, match="span"):
        check_spans(spans)


# People who work at night, where the clocks are put forward on March 8th and back on November 1st, at two.
NIGHTS = WorkingTime(
    {weekday: ((time(0), time(5)), (time(9), time(12))) for weekday in range(7)},
    {date(2026, 3, 9): False, date(2026, 11, 2): False},
    ZoneInfo("America/New_York"),
)
around = st.tuples(
    st.sampled_from([datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)]),
    st.integers(0, 4 * 24 * 60),
).map(lambda pair: pair[0] + pair[1] * MINUTE)


@given(around, st.integers(-900, 900).map(lambda minutes: minutes * MINUTE))
@settings(max_examples=150, deadline=None)
def test_working_time_is_counted_minute_by_minute_where_clocks_are_put_forward_and_back(
    moment: datetime, amount: timedelta
) -> None:
    assert NIGHTS.add(moment, amount) == walked(NIGHTS, moment, amount)


@given(around, st.integers(0, 3 * 24 * 60))
@settings(max_examples=150, deadline=None)
def test_working_time_between_moments_is_right_where_clocks_are_put_forward_and_back(
    start: datetime, minutes: int
) -> None:
    counted = sum(works(NIGHTS, start + n * MINUTE) for n in range(minutes))
    assert NIGHTS.between(start, start + minutes * MINUTE) == counted * MINUTE
