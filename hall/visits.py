"""Counting visits: a visitor counts once a day for a service, however often he reloads the page."""

from datetime import datetime
from hashlib import blake2b

from sqlalchemy import text

from db.unit_of_work import UnitOfWork
from hall.days import school_day

_COUNT = text("""
    WITH first AS (
        INSERT INTO service_visit (day, service_key, visitor)
        SELECT :day, key, :visitor FROM service WHERE key = :key
        ON CONFLICT DO NOTHING RETURNING service_key
    )
    UPDATE service SET visits = visits + 1 FROM first WHERE service.key = first.service_key
""")
_FORGET = text("DELETE FROM service_visit WHERE day < :day")


def count_visit(uow: UnitOfWork, key: str, visitor: str, now: datetime) -> None:
    """Count a visit to the service `key`; an unknown key is ignored.

    Parameters
    ----------
    visitor
        What tells visitors apart: ``p:<person id>`` or the anonymous session's id. Only a digest that
        changes every day is stored, so that the table says nothing about who reads what.
    """
    day = school_day(now)
    digest = blake2b(f"{day}|{key}|{visitor}".encode(), digest_size=12).digest()
    uow.execute(_COUNT, {"day": day, "key": key, "visitor": digest})


def forget_visitors(uow: UnitOfWork, now: datetime) -> None:
    """Delete the visitors of past days; the counts stay."""
    uow.execute(_FORGET, {"day": school_day(now)})
