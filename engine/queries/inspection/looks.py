"""Who has looked at which matter by his right as an administrator alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.errors import Forbidden
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may_everywhere

from .opened import Opened

PAGE = 50
OF_ONE = 30

_SELECT = (
    "SELECT l.id, l.instance_id, l.kind, l.detail, l.at, l.person_id, p.name AS person_name,"
    " coalesce(u.name, '') AS person_unit, i.title, i.service_key, i.business_no"
    " FROM look l LEFT JOIN person p ON p.id = l.person_id"
    " LEFT JOIN membership m ON m.person_id = p.id AND m.main LEFT JOIN unit u ON u.id = m.unit_id"
    " LEFT JOIN instance i ON i.id = l.instance_id"
)
_OF_ONE = text(f"{_SELECT} WHERE l.instance_id = :id ORDER BY l.at DESC, l.id DESC LIMIT :most")
_ALL = text(
    f"{_SELECT} WHERE (CAST(:person AS text) IS NULL OR l.person_id IN (SELECT id FROM person"
    " WHERE name = :person OR number = :person))"
    " AND (CAST(:instance AS uuid) IS NULL OR l.instance_id = CAST(:instance AS uuid))"
    " AND (CAST(:business_no AS text) IS NULL"
    " OR l.instance_id IN (SELECT id FROM instance WHERE business_no = :business_no))"
    " ORDER BY l.at DESC, l.id DESC OFFSET :offset LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look; `title` is empty where it was at several matters at once."""

    id: int
    instance_id: uuid.UUID | None
    title: str
    business_no: str | None
    kind: str
    detail: str
    at: datetime
    person_name: str
    person_unit: str


def looks_at(connection: Link, matter: Opened) -> tuple[LookRow, ...]:
    """Give the latest looks at a matter that was opened."""
    values = {"id": matter.row.id, "most": OF_ONE}
    return _rows(connection.execute(_OF_ONE, values).all())


def all_looks(
    connection: Link, by: Principal, *, person: str = "", matter: str = "", page: int = 1
) -> tuple[tuple[LookRow, ...], bool]:
    """Give a page of all looks, the latest first, and whether there are more.

    Parameters
    ----------
    person
        A name or a number, in full; empty for everybody.
    matter
        The id of an instance or its business number; empty for all.

    Raises
    ------
    Forbidden
        He does not inspect the whole school.
    """
    if not may_see_looks(by):
        raise Forbidden
    found = connection.execute(
        _ALL,
        {
            "person": person or None,
            **_named(matter.strip()),
            "offset": (max(page, 1) - 1) * PAGE,
            "most": PAGE + 1,
        },
    ).all()
    return _rows(found[:PAGE]), len(found) > PAGE


def may_see_looks(by: Principal) -> bool:
    """Say whether this is an administrator of the whole school."""
    return may_everywhere(by, INSTANCE_INSPECT)


def _named(matter: str) -> dict[str, Any]:
    try:
        return {"instance": uuid.UUID(matter) if matter else None, "business_no": None}
    except ValueError:
        return {"instance": None, "business_no": matter}


def _rows(found: Sequence[Row]) -> tuple[LookRow, ...]:
    return tuple(
        LookRow(
            id=row.id,
            instance_id=row.instance_id,
            title=row.title or "",
            business_no=row.business_no,
            kind=row.kind,
            detail=row.detail,
            at=row.at,
            person_name=row.person_name or "",
            person_unit=row.person_unit,
        )
        for row in found
    )
