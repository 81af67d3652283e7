"""The table of the outside systems that are set up."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class ConnectorRow(Base):
    """One outside system: the first part of its operations' names, and how it is reached."""

    __tablename__ = "connector"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(comment="http, mail, mailbox")
    settings: Mapped[dict[str, Any]]
    secret: Mapped[bytes | None] = mapped_column(comment="password or token, sealed; never shown again")
    changed_at: Mapped[datetime]
    changed_by: Mapped[int | None]
