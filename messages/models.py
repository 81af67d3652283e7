"""The tables of messages: what people are told, and what becomes of it by e-mail."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

MAIL: str = "mail"
"""The channel beside the portal, in which every message is from the beginning."""

FATES = ("queued", "waiting", "sent", "digested", "failed", "skipped", "no_address")
"""queued: its mail is on the way; waiting: for the digest; sent, digested: gone out alone or in one; failed:
not taken, see the code; skipped: by choice, or no news any more; no_address: the person has none."""

MAIL_STATES = ("due", "queued", "trying", "sent", "failed", "withdrawn")
"""due: to be tried at `next_at`; queued: a job is on its way; trying: under way until `next_at` at most;
sent, failed, withdrawn (nothing in it was news any more): over."""


def by_entry(kind: str, instance_id: uuid.UUID, n: int) -> str:
    """Name what entry `n` of a record tells: it happens once, and tells each person once."""
    return f"{kind}:{instance_id}:{n}"


class Message(Base):
    """A message to one person.

    `event` names what it tells of (``task-opened:7``, or as :func:`by_entry` does): a person gets it once,
    however often its job runs.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("person_id", "event"),
        Index("ix_message_person", "person_id", text("id DESC")),
        Index("ix_message_unread", "person_id", "task_id", postgresql_where=text("read_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    step_name: Mapped[str]
    instance_id: Mapped[uuid.UUID | None] = mapped_column(comment="NULL: it is about no matter")
    task_id: Mapped[int | None]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class MessagePreference(Base):
    """What somebody has chosen; kinds that he has not chosen for follow the defaults."""

    __tablename__ = "message_preference"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    mail: Mapped[dict[str, Any]] = mapped_column(comment="kind → now, digest, off")
    language: Mapped[str] = mapped_column(comment="of his mails: zh-CN, en")
    changed_at: Mapped[datetime]


class Mail(Base):
    """An e-mail to one person; its id is the key by which a receiver drops what comes twice."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_next", "next_at", postgresql_where=text("state IN ('due', 'queued', 'trying')")),
        Index("ix_mail_person", "person_id", "created_at"),
        Index("uq_mail_digest", "person_id", "day", unique=True, postgresql_where=text("day IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    day: Mapped[date | None] = mapped_column(comment="of the digest; NULL: one message, at once")
    state: Mapped[str]
    tries: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(comment="when somebody must look at it, see the states")
    code: Mapped[str | None] = mapped_column(comment="why the last try failed")
    detail: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class MessageFate(Base):
    """What became of a message in a channel beside the portal."""

    __tablename__ = "message_fate"
    __table_args__ = (
        Index("ix_message_fate_waiting", "person_id", postgresql_where=text("state = 'waiting'")),
        Index("ix_message_fate_mail", "mail_id", postgresql_where=text("mail_id IS NOT NULL")),
        Index("ix_message_fate_state", "state", text("message_id DESC")),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"), primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int]
    state: Mapped[str]
    code: Mapped[str | None]
    mail_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mail.id"))
    at: Mapped[datetime] = mapped_column(comment="when this state came")


class DueTold(Base):
    """A task whose handlers were told that it is due soon: once, whoever looks."""

    __tablename__ = "due_told"

    task_id: Mapped[int] = mapped_column(
        ForeignKey("task.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime]
