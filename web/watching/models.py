"""Tables of what the program knows of its own upkeep."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class WorkerSign(Base):
    """The sign of life of one worker; its row goes when it ends in peace."""

    __tablename__ = "worker_sign"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    host: Mapped[str]
    pid: Mapped[int]
    version: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ticked_at: Mapped[datetime | None] = mapped_column(comment="when its clock last looked at timers")


class Upkeep(Base):
    """When a work of upkeep was last done: ``backup``, ``restore``, ``verification``."""

    __tablename__ = "upkeep"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    ok: Mapped[bool]
    detail: Mapped[dict[str, Any]]
