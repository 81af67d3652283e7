"""The table of looks: who saw the data of people in matters that are none of his own."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Look(Base):
    """An administrator has looked at a matter by his right alone; kept as the settings say."""

    __tablename__ = "look"
    __table_args__ = (
        Index("ix_look_instance", "instance_id", text("at DESC")),
        Index("ix_look_person", "person_id", text("at DESC")),
        Index("ix_look_at", text("at DESC"), text("id DESC")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("instance.id", ondelete="CASCADE"), comment="NULL: several at once; detail says which"
    )
    person_id: Mapped[int]
    kind: Mapped[str] = mapped_column(comment="what of it he saw")
    detail: Mapped[str] = mapped_column(comment="which part, or how many; no personal data")
    at: Mapped[datetime]
