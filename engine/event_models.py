"""The tables of what instances wait for, what begins them, and what they throw for each other."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Subscription(Base):
    """A message or signal that an instance waits for; rows follow its listeners."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_name", "service_key", "kind", "name"),)

    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
    holder: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    element: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    service_key: Mapped[str]
    keys: Mapped[dict[str, Any]] = mapped_column(comment="what a message must carry to be meant for it")
    since: Mapped[datetime]


class Beginning(Base):
    """An event that begins an instance of a version in force."""

    __tablename__ = "beginning"
    __table_args__ = (
        Index("ix_beginning_name", "service_key", "kind", "name"),
        Index("ix_beginning_due", "next_due", postgresql_where=text("next_due IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("definition.id", ondelete="CASCADE"))
    service_key: Mapped[str]
    process_id: Mapped[str]
    element: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    next_due: Mapped[datetime | None]
    turns_left: Mapped[int] = mapped_column(comment="of a cycle; -1 without end")
    since: Mapped[datetime | None] = mapped_column(
        comment="from when its turns are counted; NULL of versions older than that"
    )


class Occurrence(Base):
    """A message or signal that one instance threw for others."""

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_waiting", "service_key", "name", postgresql_where=text("delivered_at IS NULL")),
        Index("ix_occurrence_at", "at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    service_key: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    payload: Mapped[dict[str, Any]]
    keys: Mapped[dict[str, Any]]
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    element: Mapped[str]
    hops: Mapped[int] = mapped_column(comment="how many occurrences led to this one, each by the one before")
    at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]


class Receipt(Base):
    """That an instance has heard a signal, or was begun by it: it is told once."""

    __tablename__ = "receipt"

    occurrence_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True
    )
    receiver: Mapped[str] = mapped_column(primary_key=True, comment="an instance, or a beginning")


class Postponed(Base):
    """A message or signal that came for a suspended instance: it waits until that goes on or ends."""

    __tablename__ = "postponed"
    __table_args__ = (Index("ix_postponed_instance", "instance_id"),)

    occurrence_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("occurrence.id", ondelete="CASCADE"), primary_key=True
    )
    instance_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), primary_key=True
    )
