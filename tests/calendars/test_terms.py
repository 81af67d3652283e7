"""Which teaching week a day is in, as the campus's own calendar shows it (T5)."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from calendars.terms import TeachingWeek, add_term, teaching_week, week_of
from db.link import Link

START, END = date(2023, 8, 21), date(2024, 1, 28)


@pytest.fixture
def autumn(connection: Link) -> Link:
    add_term(connection, 2023, 1, START, END)
    return connection


def test_the_deck_s_day_is_in_week_four(autumn: Link) -> None:
    assert teaching_week(autumn, date(2023, 9, 13)) == TeachingWeek(2023, 1, 4, START, END)


@pytest.mark.parametrize(
    ("day", "week"), [(START, 1), (date(2023, 8, 27), 1), (date(2023, 8, 28), 2), (END, 23)]
)
def test_weeks_turn_on_monday(autumn: Link, day: date, week: int) -> None:
    found = teaching_week(autumn, day)
    assert found is not None
    assert found.week == week


@pytest.mark.parametrize("day", [date(2023, 8, 20), date(2024, 1, 29)])
def test_between_terms_there_is_no_week(autumn: Link, day: date) -> None:
    assert teaching_week(autumn, day) is None


def test_a_term_that_begins_in_mid_week_counts_that_week_as_the_first() -> None:
    wednesday = date(2025, 9, 3)
    assert week_of(wednesday, wednesday) == 1
    assert week_of(wednesday, date(2025, 9, 7)) == 1
    assert week_of(wednesday, date(2025, 9, 8)) == 2


def test_a_term_is_added_once(autumn: Link) -> None:
    add_term(autumn, 2023, 1, date(2023, 9, 1), END)
    assert teaching_week(autumn, START) is not None


def test_terms_never_overlap(autumn: Link) -> None:
    with pytest.raises(IntegrityError, match="no_overlap"):
        add_term(autumn, 2023, 2, END, date(2024, 7, 7))
