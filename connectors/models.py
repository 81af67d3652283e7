"""The table of the outside systems that are set up."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
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


class ConnectorChange(Base):
    """What was changed of an outside system, by whom: ``changes`` is ``{setting: [before, after]}``."""

    __tablename__ = "connector_change"
    __table_args__ = (Index("ix_connector_change_connector", "connector", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    connector: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(comment="nobody: by the command line")
    action: Mapped[str] = mapped_column(comment="set, remove, try")
    changes: Mapped[dict[str, Any]]
    at: Mapped[datetime]
