"""Teaching terms: which term and week a day falls into (requirement T5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from calendars.models import Term
from db.link import Link


@dataclass(frozen=True, slots=True)
class TeachingWeek:
    """A day's place in the teaching calendar.

    ``year`` is the year in which the academic year begins (2023 for 2023-2024); ``week`` counts from 1, weeks
    begin on Monday, and the week of the term's first day is the first.
    """

    year: int
    term: int
    week: int
    starts_on: date
    ends_on: date


def teaching_week(connection: Link, day: date) -> TeachingWeek | None:
    """Return a day's term and week, or None between terms."""
    columns = select(Term.year, Term.term, Term.starts_on, Term.ends_on)
    row = connection.execute(columns.where(Term.starts_on <= day, Term.ends_on >= day)).one_or_none()
    if row is None:
        return None
    return TeachingWeek(row.year, row.term, week_of(row.starts_on, day), row.starts_on, row.ends_on)


def week_of(starts_on: date, day: date) -> int:
    """Return the number of the teaching week of a day in a term that begins on ``starts_on``."""
    return (_monday(day) - _monday(starts_on)).days // 7 + 1


def add_term(connection: Link, year: int, term: int, starts_on: date, ends_on: date) -> None:
    """Add a term, unless there is one of that year and number; the caller owns the transaction."""
    values = {"year": year, "term": term, "starts_on": starts_on, "ends_on": ends_on}
    unless_there = insert(Term).on_conflict_do_nothing(index_elements=["year", "term"])
    connection.execute(unless_there, values)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
