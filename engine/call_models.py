"""Tables of the calls that steps make of the outside world."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

CALL_STATES = ("queued", "due", "trying", "answered", "done", "failed", "withdrawn", "skipped")
"""queued: a job is on its way; due: to be tried at `next_at`; trying: under way until `next_at` at most;
answered: the answer has come and the instance has not heard it; done, failed, withdrawn, skipped: over."""


class Call(Base):
    """What one step asks of an outside system; its id is the key that the receiver sees, at every try.

    A step that failed and is tried again keeps its token, its row and so its key: what had come through
    after all is not done twice.
    """

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("instance_id", "token"),
        Index(
            "ix_call_next",
            "next_at",
            postgresql_where=text("state IN ('queued', 'due', 'trying', 'answered')"),
        ),
        Index(
            "ix_call_open",
            "connector",
            "state",
            postgresql_where=text("state IN ('queued', 'due', 'trying', 'answered', 'failed')"),
        ),
        Index("ix_call_trying", "connector", postgresql_where=text("state = 'trying'")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("instance.id", ondelete="CASCADE"))
    token: Mapped[int]
    element: Mapped[str]
    connector: Mapped[str]
    operation: Mapped[str] = mapped_column(comment="behind the connector's name")
    params: Mapped[dict[str, Any]]
    secrets: Mapped[dict[str, Any]] = mapped_column(comment="name → pointer of a secret field")
    state: Mapped[str]
    tries: Mapped[int]
    next_at: Mapped[datetime] = mapped_column(comment="when somebody must look at it, see the states")
    answer: Mapped[dict[str, Any] | None] = mapped_column(comment="result; or error with values")
    code: Mapped[str | None] = mapped_column(comment="why the last try failed")
    detail: Mapped[str | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ConnectorHealth(Base):
    """How a connector has been doing: failures in a row, and until when it is left alone."""

    __tablename__ = "connector_health"

    connector: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    rests_until: Mapped[datetime | None]
