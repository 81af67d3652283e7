"""Changing a catalogue row after its first publication: texts, rules, listing, recommendation (D7, D8)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from bpmn_models.bundle import Bundle
from db.unit_of_work import UnitOfWork, transaction
from hall.audit import locked, write
from hall.errors import NotAllowed, UnknownService
from hall.row import columns, search_words
from identity.capabilities import DEFINITION_PUBLISH
from identity.models import Unit
from identity.principal import Principal, may

CAPABILITY = DEFINITION_PUBLISH
"""Who may publish a service may also say what the hall tells about it, within the same units."""

Columns = Callable[[UnitOfWork, Mapping[str, Any]], dict[str, Any]]


def edit_service(by: Principal, key: str, changes: Mapping[str, Any], now: datetime) -> None:
    """Change what the catalogue says; `changes` has the keys of `service.toml [hall]`.

    Raises
    ------
    UnknownService, NotAllowed, BadField, UnknownUnit
    """

    def edited(uow: UnitOfWork, before: Mapping[str, Any]) -> dict[str, Any]:
        values = columns(uow, changes)
        words = search_words(values.get("title", before["title"]), values.get("summary", before["summary"]))
        return {**values, **words}

    _change(by, key, "edit", edited, now)


def set_listed(by: Principal, key: str, listed: bool, now: datetime) -> None:
    """Put the service on the list (上架) or take it off (下架); running instances are not touched.

    Raises
    ------
    UnknownService, NotAllowed
    """
    _change(by, key, "list" if listed else "unlist", lambda _uow, _before: {"listed": listed}, now)


def set_recommended(by: Principal, key: str, place: int | None, now: datetime) -> None:
    """Recommend the service at a place (smallest first), or with None no longer (推荐服务, P3).

    Raises
    ------
    UnknownService, NotAllowed
    """
    _change(by, key, "recommend", lambda _uow, _before: {"recommended": place}, now)


def _change(by: Principal, key: str, action: str, values: Columns, now: datetime) -> None:
    with transaction() as uow:
        before = locked(uow, key)
        if before is None:
            raise UnknownService(key=key)
        _require(uow, by, before["unit_id"])
        new = values(uow, before)
        if "unit_id" in new:
            _require(uow, by, new["unit_id"])
        write(uow, before, new, action, by.person_id, now)


def require_publisher(uow: UnitOfWork, by: Principal, bundle: Bundle, *, refresh: bool) -> None:
    """Refuse who may not publish for the department of the row, or for the bundle's where that is written.

    Raises
    ------
    NotAllowed
    """
    row = locked(uow, bundle.key)
    if row is not None:
        _require(uow, by, row["unit_id"])
    if row is None or refresh:
        code = str(bundle.service["hall"].get("unit", ""))
        _require(uow, by, uow.execute(select(Unit.id).where(Unit.code == code)).scalar_one_or_none())


def _require(uow: UnitOfWork, by: Principal, unit_id: int | None) -> None:
    path = uow.execute(select(Unit.path).where(Unit.id == unit_id)).scalar_one_or_none()
    if not may(by, CAPABILITY, unit_id=unit_id, unit_path=path):
        raise NotAllowed
