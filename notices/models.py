"""The tables of notices."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Notice(Base):
    """A published announcement; `body` is plain text, its paragraphs parted by line ends.

    One step of one instance publishes one notice, so that a step that runs again changes it in place.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("instance_id", "element", name="uq_notice_step"),
        Index("ix_notice_author", "author_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    instance_id: Mapped[uuid.UUID]
    element: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    body: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime]


class NoticeReceiver(Base):
    """Whom a notice is for: ``everyone``, ``kind:<kind>``, ``unit:<code>`` and below, ``group:<key>``."""

    __tablename__ = "notice_receiver"
    __table_args__ = (Index("ix_notice_receiver_notice", "notice_id"),)

    receiver: Mapped[str] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True)


class NoticeRead(Base):
    """When a person first opened a notice."""

    __tablename__ = "notice_read"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"), primary_key=True)
    at: Mapped[datetime]
