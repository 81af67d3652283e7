"""Handles ``engine.forget_occurrences``, once a night."""

from datetime import UTC, datetime

from db import transaction
from engine.store.occurrences import forget


def forget_occurrences(timestamp: int) -> None:
    """Delete messages and signals that nobody will ask for any more at `timestamp` (seconds, POSIX)."""
    with transaction() as uow:
        forget(uow, datetime.fromtimestamp(timestamp, UTC))
