"""Persons and their membership in units."""

from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Person(Base):
    """A person of the school, kept for ever, whether or not he ever signs in.

    ``name_key`` sorts names by pinyin and ``search_key`` holds what a search may find; both are computed in
    Python (:mod:`identity.pinyin`), for the database has no Chinese collation. ``session_epoch`` stands in
    every session and token: raising it ends them all.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("person_name_key", "name_key", "id"),
        # Beginnings of names and numbers are found in the order of bytes.
        Index("person_name", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index("person_number", "number", postgresql_ops={"number": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str]
    search_key: Mapped[str]
    sex: Mapped[str] = mapped_column(server_default="")
    kinds: Mapped[list[str]] = mapped_column(server_default="{}")
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default="true")
    session_epoch: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Membership(Base):
    """A person belongs to a unit; at most one of his units is the main one."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("membership_one_main", "person_id", unique=True, postgresql_where=text("main")),
        Index("membership_unit", "unit_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    main: Mapped[bool] = mapped_column(server_default="false")
    title: Mapped[str] = mapped_column(server_default="")
