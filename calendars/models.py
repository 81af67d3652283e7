"""The tables of the school's calendar: teaching terms, days that are no ordinary ones, working hours."""

from datetime import date, time

from sqlalchemy import CheckConstraint, Identity, Time, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Term(Base):
    """A teaching term; terms never overlap.

    ``year`` is the year in which the academic year begins: 2023 stands for 2023-2024.
    """

    __tablename__ = "teaching_term"
    __table_args__ = (UniqueConstraint("year", "term"), CheckConstraint("starts_on <= ends_on", name="order"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    year: Mapped[int]
    term: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


Term.__table__.append_constraint(  # type: ignore[attr-defined]
    ExcludeConstraint(
        (func.daterange(Term.starts_on, Term.ends_on, "[]"), "&&"),
        name="teaching_term_no_overlap",
        using="gist",
    )
)


class CalendarDay(Base):
    """A day that does not follow the week: a holiday, or a weekend on which the campus works (调休)."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint("kind IN ('holiday', 'workday')", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]


class WorkingSpan(Base):
    """When the campus works on a weekday, in its own time; without any row, the usual week holds."""

    __tablename__ = "working_span"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("starts_at < ends_at", name="order"),
    )

    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="Monday is 0")
    starts_at: Mapped[time] = mapped_column(Time(), primary_key=True)
    ends_at: Mapped[time] = mapped_column(Time())
