"""Publishing in the hall (大厅服务发布, D8): the `[hall]` part of a bundle becomes a catalogue row."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, text

from bpmn_models.bundle import Bundle
from db.unit_of_work import UnitOfWork
from hall.audit import locked, note_change, write
from hall.errors import BadField
from hall.models import Service
from hall.row import columns

_RAISE_SEQUENCE = text("""
    SELECT setval(pg_get_serial_sequence('service', 'item_number'),
                  greatest((SELECT max(item_number) FROM service), 1000))
""")
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 7108))")


def publish(
    uow: UnitOfWork, bundle: Bundle, *, person_id: int | None, now: datetime, refresh: bool = False
) -> int:
    """List the service of `bundle` in the hall and return its item number (事项编号).

    The first publication fills the row and gives the number, which never changes after. Later ones
    leave the row as administrators have it, unless `refresh` asks for the bundle's texts again. Whether
    the caller may publish is the caller's command to check, for it knows the capability.

    Raises
    ------
    BadField, UnknownUnit
        The `[hall]` part cannot be used.
    """
    uow.execute(_LOCK, {"key": bundle.key})
    hall = bundle.service.get("hall", {})
    before = locked(uow, bundle.key)
    if before is None:
        return _first(uow, bundle.key, hall, person_id, now)
    if refresh:
        values = {"summary": before["summary"], **columns(uow, hall)}
        write(uow, before, values, "refresh", person_id, now)
    return int(before["item_number"])


def _first(uow: UnitOfWork, key: str, hall: Mapping[str, Any], person_id: int | None, now: datetime) -> int:
    values = {"summary": {}, **columns(uow, hall)}
    if "title" not in values:
        raise BadField(field="title")
    values |= {"key": key, "listed": True, "published_at": now, "updated_at": now}
    number = hall.get("item_number")
    if number is not None:
        values["item_number"] = _free(uow, number)
    given = uow.execute(insert(Service).values(**values).returning(Service.item_number)).scalar_one()
    if number is not None:
        uow.execute(_RAISE_SEQUENCE)
    note_change(uow, key, "publish", person_id, {}, {**values, "item_number": given}, now)
    return int(given)


def _free(uow: UnitOfWork, number: object) -> int:
    if not isinstance(number, int) or number < 1:
        raise BadField(field="item_number")
    taken = uow.execute(select(Service.key).where(Service.item_number == number)).scalar_one_or_none()
    if taken is not None:
        raise BadField(field="item_number", value=number)
    return number
