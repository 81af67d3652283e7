"""Tables of what administrators do to many matters at once."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base

BULK_STATES = ("checking", "checked", "running", "paused", "cancelled", "done")
"""checking: each item is tried out and nothing done; checked: waits for the word of whoever ordered it."""
ITEM_STATES = ("waiting", "done", "refused", "failed", "left")
"""left: the whole was cancelled before its turn came."""


class Bulk(Base):
    """One action on many matters, and who ordered it why."""

    __tablename__ = "bulk"
    __table_args__ = (
        Index("ix_bulk_person", "ordered_by", text("id DESC")),
        Index("ix_bulk_working", "id", postgresql_where=text("state IN ('checking', 'running')")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str]
    params: Mapped[dict[str, Any]]
    reason: Mapped[str]
    selection: Mapped[dict[str, Any]] = mapped_column(comment="the filter as it was typed; empty for a list")
    state: Mapped[str]
    ordered_by: Mapped[int]
    ordered_at: Mapped[datetime]
    changed_at: Mapped[datetime] = mapped_column(comment="when it came into its state")


class BulkItem(Base):
    """One matter of it: done once, its outcome in the transaction of what is done to it."""

    __tablename__ = "bulk_item"
    __table_args__ = (
        UniqueConstraint("bulk_id", "instance_id"),
        Index("ix_bulk_item_waiting", "bulk_id", "n", postgresql_where=text("state = 'waiting'")),
        Index(
            "ix_bulk_item_unseen",
            "bulk_id",
            "n",
            postgresql_where=text("state = 'waiting' AND foreseen IS NULL"),
        ),
    )

    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk.id", ondelete="CASCADE"), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    instance_id: Mapped[uuid.UUID] = mapped_column(comment="its report outlives the matter")
    state: Mapped[str]
    foreseen: Mapped[str | None] = mapped_column(
        comment="what the trial said: empty if it would be done, else the code"
    )
    foreseen_params: Mapped[dict[str, Any] | None]
    seen: Mapped[str | None] = mapped_column(
        comment="fingerprint of the matter that the trial saw; another one is not touched"
    )
    code: Mapped[str | None] = mapped_column(comment="why it was refused")
    params: Mapped[dict[str, Any] | None]
    at: Mapped[datetime | None] = mapped_column(comment="when it was last looked at")
