"""Handles ``hall.forget_visitors``, once a night."""

from datetime import UTC, datetime

from db import transaction
from hall.visits import forget_visitors as forget


def forget_visitors(timestamp: int) -> None:
    """Delete who visited which service on past days, at the moment `timestamp` (seconds, POSIX)."""
    with transaction() as uow:
        forget(uow, datetime.fromtimestamp(timestamp, UTC))
