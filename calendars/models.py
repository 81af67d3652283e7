"""The table of teaching terms."""

from datetime import date

from sqlalchemy import CheckConstraint, Identity, UniqueConstraint, func
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
