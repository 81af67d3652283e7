"""The one table of the doors: the answers that a repeated request gets."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class IdempotencyKey(Base):
    """What somebody's request with this key was, and how it was answered.

    Written in the transaction of the command, so a row stands if and only if the command did; after the last
    one of a command that has several.
    """

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("idempotency_key_created_at", "created_at", postgresql_using="brin"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    status: Mapped[int] = mapped_column(SmallInteger)
    location: Mapped[str | None]
    etag: Mapped[str | None]
    answer: Mapped[bytes]
    created_at: Mapped[datetime]
