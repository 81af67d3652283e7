"""The table of messages."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


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
    instance_id: Mapped[uuid.UUID]
    task_id: Mapped[int | None]
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
