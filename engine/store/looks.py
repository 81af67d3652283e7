"""Rows of ``look``: who saw the data of people in matters that are none of his own."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import text

from db.unit_of_work import UnitOfWork
from identity.principal import Principal

ONCE_IN = timedelta(hours=1)
"""Whoever turns pages to and fro has looked once."""

_NOTE = text(
    "INSERT INTO look (instance_id, person_id, kind, detail, at)"
    " SELECT CAST(:instance_id AS uuid), :person_id, :kind, :detail, :now WHERE NOT EXISTS"
    " (SELECT FROM look WHERE instance_id IS NOT DISTINCT FROM CAST(:instance_id AS uuid)"
    " AND person_id = :person_id AND kind = :kind AND detail = :detail AND at > :since)"
)


def note(
    uow: UnitOfWork,
    by: Principal,
    kind: str,
    instance_id: uuid.UUID | None,
    detail: str = "",
    *,
    now: datetime,
) -> None:
    """Note a look; the same once more within an hour leaves no second row.

    Parameters
    ----------
    kind
        What of the matter: a word of ``KINDS`` in :mod:`web.looks`.
    instance_id
        None for several at once, as a file of many matters.
    detail
        Which part or how many; no personal data.
    """
    values = {
        "instance_id": instance_id,
        "person_id": by.person_id,
        "kind": kind,
        "detail": detail,
        "now": now,
        "since": now - ONCE_IN,
    }
    uow.execute(_NOTE, values)
