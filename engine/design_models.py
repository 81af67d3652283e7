"""Tables of what designers work on: an upload or coming version (编辑中), and what it was before."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class _Content:
    """What a design holds, and held in each of its states."""

    name: Mapped[str]
    file_name: Mapped[str] = mapped_column(comment="what was uploaded last")
    bundle: Mapped[bytes] = mapped_column(comment="the service's folder as a zip")
    digest: Mapped[str]
    verdict: Mapped[str] = mapped_column(comment="runnable, drawing, refused")
    notes: Mapped[list[Any]] = mapped_column(comment="findings about the files beside the diagram")


class Design(_Content, Base):
    """A service being made, or a version of one being edited (编辑中); kept when it has been published."""

    __tablename__ = "design"
    __table_args__ = (
        Index("ix_design_open", text("updated_at DESC"), postgresql_where=text("definition_id IS NULL")),
        Index("ix_design_definition", "definition_id", postgresql_where=text("definition_id IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_key: Mapped[str]
    original: Mapped[bytes] = mapped_column(comment="the files as they were uploaded last, as a zip")
    unit_id: Mapped[int | None] = mapped_column(comment="whose designers may edit it; NULL: the whole school")
    lock_version: Mapped[int] = mapped_column(comment="what a client sends as If-Match")
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    definition_id: Mapped[int | None] = mapped_column(
        ForeignKey("definition.id"), comment="the version that it has become"
    )


class DesignState(_Content, Base):
    """What a design was before a change, so that the change can be undone (撤销)."""

    __tablename__ = "design_state"

    design_id: Mapped[int] = mapped_column(ForeignKey("design.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change: Mapped[dict[str, Any]] = mapped_column(comment="what was done to it then")
    original: Mapped[bytes | None] = mapped_column(comment="the files before another upload; NULL: the same")
