"""The calendar of teaching terms: which term and week a day belongs to (T5)."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from db.unit_of_work import UnitOfWork
from hall.models import Term
from hall.texts import DEFAULT_LOCALE, as_text, in_locale


@dataclass(frozen=True, slots=True)
class TermDay:
    """A day in its term; `week` is the teaching week, counted from 1, weeks beginning on Monday."""

    day: date
    title: str
    week: int
    first_day: date
    last_day: date


def term_day(conn: Connection, day: date, locale: str = DEFAULT_LOCALE) -> TermDay | None:
    """Return the term and teaching week of `day`; None between terms.

    2023-09-13 in a term that begins on 2023-08-21 is week 4.
    """
    row = conn.execute(
        select(Term.title, Term.first_day, Term.last_day)
        .where(Term.first_day <= day, Term.last_day >= day)
        .order_by(Term.first_day.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    monday = row.first_day - timedelta(days=row.first_day.weekday())
    week = (day - monday).days // 7 + 1
    return TermDay(day, in_locale(row.title, locale), week, row.first_day, row.last_day)


def put_term(uow: UnitOfWork, title: object, first_day: date, last_day: date) -> None:
    """Add a term, or change the title and end of the one that begins on `first_day`."""
    row = insert(Term).values(title=as_text(title), first_day=first_day, last_day=last_day)
    changed = {"title": row.excluded.title, "last_day": row.excluded.last_day}
    uow.execute(row.on_conflict_do_update(index_elements=[Term.first_day], set_=changed))
