"""Tables of what people do around a task: copies, hand-overs, comments, reminders, substitutes, phrases."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class CarbonCopy(Base):
    """抄送: somebody was given a matter to read; he sees what the steps see that it came from."""

    __tablename__ = "carbon_copy"
    __table_args__ = (
        UniqueConstraint("instance_id", "person_id", "element"),
        Index("ix_carbon_copy_person", "person_id", text("at DESC"), text("id DESC")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    person_id: Mapped[int]
    by_person_id: Mapped[int | None] = mapped_column(comment="NULL: a rule of the diagram")
    element: Mapped[str] = mapped_column(comment="the step whose fields he sees")
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Handover(Base):
    """转办 and 委派: whose task went to whom (我转办的)."""

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_from", "from_id", text("at DESC"), text("id DESC")),
        Index("ix_handover_task", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(comment="transfer, delegate")
    from_id: Mapped[int]
    to_id: Mapped[int]
    at: Mapped[datetime]


class Comment(Base):
    """回复: an entry of the record that answers another or mentions people; its words are the record's."""

    __tablename__ = "comment"

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reply_to: Mapped[int | None] = mapped_column(comment="number of the entry that it answers")
    mentions: Mapped[list[Any]] = mapped_column(comment="ids of the people it names (@)")


class Reminder(Base):
    """催办: somebody was asked to hurry, and what he answered."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_task", "task_id", text("at DESC")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"))
    by_person_id: Mapped[int]
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer_n: Mapped[int | None] = mapped_column(comment="the record's entry that holds the answer")


class Phrase(Base):
    """常用意见: words that a person keeps for his opinions."""

    __tablename__ = "phrase"
    __table_args__ = (Index("ix_phrase_person", "person_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    position: Mapped[int]
    words: Mapped[str]


class Substitution(Base):
    """代理: who stands in for whom, from one day to another, for one service or all."""

    __tablename__ = "substitution"
    __table_args__ = (
        Index("ix_substitution_person", "person_id"),
        CheckConstraint("person_id <> substitute_id", name="two_people"),
        CheckConstraint("until >= since", name="days_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    substitute_id: Mapped[int]
    service_key: Mapped[str | None] = mapped_column(comment="NULL: every service")
    since: Mapped[date] = mapped_column(comment="the first day, on the campus's calendar")
    until: Mapped[date] = mapped_column(comment="the last day")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(comment="called off before its last day")
