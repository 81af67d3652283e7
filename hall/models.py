"""The tables of the hall."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, Text, false, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base


class Service(Base):
    """One line of the catalogue (`service.toml [hall]`, decision 6), editable and audited.

    `title` and `summary` are texts of data: ``{"zh-CN": …, "en": …}``. `search_title` and `search_text`
    hold the normalised words and their pinyin (`hall.wording`), `sort_key` the pinyin of the title. The row
    is made at the first publication, which draws the item number (事项编号): never changed, gaps allowed.
    """

    __tablename__ = "service"
    __table_args__ = (Index("service_unit_ix", "unit_id"),)

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    item_number: Mapped[int] = mapped_column(Identity(start=1001), unique=True)
    title: Mapped[dict[str, Any]]
    summary: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    audience: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    kind: Mapped[str] = mapped_column(server_default="")
    starters: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    guide: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    listed: Mapped[bool] = mapped_column(server_default=false())
    recommended: Mapped[int | None]
    visits: Mapped[int] = mapped_column(server_default="0")
    search_title: Mapped[str]
    search_text: Mapped[str]
    sort_key: Mapped[str]
    published_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ServiceChange(Base):
    """What was changed in a catalogue row, by whom: ``changes`` is ``{column: [before, after]}``."""

    __tablename__ = "service_change"
    __table_args__ = (Index("service_change_service_ix", "service_key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_key: Mapped[str] = mapped_column(ForeignKey("service.key"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[str]
    changes: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class ServiceVisit(Base):
    """One visitor on one day, kept only long enough not to count him twice."""

    __tablename__ = "service_visit"

    day: Mapped[date] = mapped_column(primary_key=True)
    service_key: Mapped[str] = mapped_column(ForeignKey("service.key"), primary_key=True)
    visitor: Mapped[bytes] = mapped_column(primary_key=True)


class Favourite(Base):
    """A service that a person keeps at hand (我的常用, T5)."""

    __tablename__ = "favourite"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    service_key: Mapped[str] = mapped_column(ForeignKey("service.key"), primary_key=True)
    at: Mapped[datetime]
