"""The searchable values of instances (``instance.fields``) that are written without a command of theirs."""

import uuid
from collections.abc import Mapping

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

_UNFILLED = text(
    "SELECT id, definition_id, process_id, snapshot FROM instance WHERE fields IS NULL ORDER BY id"
    " LIMIT :most FOR UPDATE SKIP LOCKED"
)
_FILL = text(
    "UPDATE instance SET fields = CAST(f.found AS jsonb)"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:found AS text[])) AS f(id, found) WHERE instance.id = f.id"
)


def unfilled(uow: UnitOfWork, most: int) -> list[Row]:
    """Give and lock instances that nobody has looked at yet; those that are locked are left out."""
    return list(uow.execute(_UNFILLED, {"most": most}))


def fill(uow: UnitOfWork, found: Mapping[uuid.UUID, str]) -> None:
    """Keep the values of each, as JSON."""
    if found:
        uow.execute(_FILL, {"ids": list(found), "found": list(found.values())})
