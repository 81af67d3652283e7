"""The table of saved views: filters of instances that people keep under a name."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class SavedView(Base):
    """A filter that an administrator comes back to, his own or shared with those of a unit."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        Index("ix_saved_view_unit", "unit_id", postgresql_where=text("unit_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(comment="who keeps it")
    name: Mapped[str]
    filter: Mapped[str] = mapped_column(comment="as it stands in an address")
    unit_id: Mapped[int | None] = mapped_column(comment="whose administrators see it; NULL: himself")
    changed_at: Mapped[datetime]
