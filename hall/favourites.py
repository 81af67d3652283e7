"""The services a person keeps at hand (我的常用, T5)."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from db.unit_of_work import UnitOfWork
from hall.errors import UnknownService
from hall.models import Favourite


def add_favourite(uow: UnitOfWork, person_id: int, key: str, now: datetime) -> None:
    """Keep the service at hand; keeping it twice changes nothing.

    Raises
    ------
    UnknownService
        There is no service `key`. The transaction is lost.
    """
    row = insert(Favourite).values(person_id=person_id, service_key=key, at=now)
    try:
        uow.execute(row.on_conflict_do_nothing())
    except IntegrityError as exc:
        raise UnknownService(key=key) from exc


def remove_favourite(uow: UnitOfWork, person_id: int, key: str) -> None:
    """Keep the service at hand no longer."""
    uow.execute(delete(Favourite).where(Favourite.person_id == person_id, Favourite.service_key == key))
