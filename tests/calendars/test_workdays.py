"""The working calendar in the database, as an administrator changes it."""

from datetime import date, datetime, time, timedelta

import pytest
from psycopg.errors import CheckViolation

from calendars.workdays import HOLIDAY, WORKDAY, Day, set_day, set_hours, working_time
from calendars.zone import CAMPUS_TIME
from db.link import Link
from demo import calendar

HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CAMPUS_TIME)


@pytest.fixture
def campus(connection: Link) -> Link:
    for day in calendar.days():
        set_day(connection, day)
    for weekday, spans in calendar.hours().items():
        set_hours(connection, weekday, spans)
    return connection


def test_without_any_row_the_usual_week_holds(connection: Link) -> None:
    assert working_time(connection).between(at("2026-10-05T00:00"), at("2026-10-12T00:00")) == 37.5 * HOUR


@pytest.mark.parametrize(
    ("first", "end", "hours"),
    [
        ("2026-01-01", "2026-01-04", 0),
        ("2026-01-04", "2026-01-05", 7.5),
        ("2026-02-14", "2026-02-24", 7.5),
        ("2026-10-01", "2026-10-08", 0),
        ("2026-10-05", "2026-10-12", 3 * 7.5),
        ("2026-09-20", "2026-09-21", 7.5),
        ("2027-02-05", "2027-02-09", 0),
    ],
)
def test_the_public_holidays_of_china_are_known(campus: Link, first: str, end: str, hours: float) -> None:
    time_worked = working_time(campus).between(at(f"{first}T00:00"), at(f"{end}T00:00"))
    assert time_worked == hours * HOUR


def test_an_administrator_makes_a_working_day_a_holiday_and_takes_it_back(campus: Link) -> None:
    anniversary = date(2026, 11, 18)
    start, end = at("2026-11-18T00:00"), at("2026-11-19T00:00")
    set_day(campus, Day(anniversary, HOLIDAY, "校庆"))
    assert working_time(campus).between(start, end) == timedelta(0)
    set_day(campus, Day(anniversary, WORKDAY, "校庆改期"))
    assert working_time(campus).between(start, end) == 7.5 * HOUR


def test_hours_are_replaced_as_a_whole(campus: Link) -> None:
    set_hours(campus, 0, [(time(9), time(12)), (time(13), time(15)), (time(19), time(20, 30))])
    set_hours(campus, 1, [])
    monday, tuesday, wednesday = at("2026-11-16T00:00"), at("2026-11-17T00:00"), at("2026-11-18T00:00")
    assert working_time(campus).between(monday, tuesday) == 6.5 * HOUR
    assert working_time(campus).between(tuesday, wednesday) == timedelta(0)


def test_hours_that_overlap_are_refused(campus: Link) -> None:
    with pytest.raises(ValueError, match="overlap"):
        set_hours(campus, 0, [(time(9), time(12)), (time(11), time(15))])


def test_a_day_is_a_holiday_or_a_working_day(connection: Link) -> None:
    with pytest.raises(CheckViolation, match="kind"):
        set_day(connection, Day(date(2026, 11, 18), "feast", "校庆"))
        working_time(connection)
