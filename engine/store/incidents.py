"""Rows of ``incident``: opened with the failing step, closed by a retry that passes or by the end."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

_OPEN = text("SELECT id, token FROM incident WHERE instance_id = :instance_id AND closed_at IS NULL")
_INSERT = text(
    "INSERT INTO incident (instance_id, token, element, code, detail, opened_at)"
    " VALUES (:instance_id, :token, :element, :code, :detail, :now)"
)
_CLOSE = text("UPDATE incident SET closed_at = :now WHERE id = ANY(:ids)")

DETAIL_LIMIT = 2000
"""A designer's error text may be huge; an administrator needs its beginning."""


def open_of(uow: UnitOfWork, instance_id: uuid.UUID) -> Sequence[Row]:
    """Read an instance's open incidents."""
    return uow.execute(_OPEN, {"instance_id": instance_id}).all()


def insert(
    uow: UnitOfWork, instance_id: uuid.UUID, token: int, element: str, code: str, detail: str, now: datetime
) -> None:
    """Open an incident at a token."""
    uow.execute(
        _INSERT,
        {
            "instance_id": instance_id,
            "token": token,
            "element": element,
            "code": code,
            "detail": detail[:DETAIL_LIMIT],
            "now": now,
        },
    )


def close(uow: UnitOfWork, ids: Sequence[int], now: datetime) -> None:
    """Close incidents."""
    uow.execute(_CLOSE, {"ids": list(ids), "now": now})
