"""Forget which matters administrators have seen long ago."""

from datetime import datetime

from sqlalchemy import text

from db.unit_of_work import transaction

_FORGET = text(
    "DELETE FROM look WHERE id IN (SELECT id FROM look WHERE at < :before ORDER BY at, id LIMIT :limit)"
)


def forget_looks(before: datetime, *, limit: int = 1000) -> int:
    """Delete the looks before a moment, so many in a transaction at most; give how many that were."""
    count = 0
    while True:
        with transaction() as uow:
            gone = uow.execute(_FORGET, {"before": before, "limit": limit}).rowcount
        count += gone
        if gone < limit:
            return count
