"""Handles ``engine.forget_looks``, once a night."""

from datetime import UTC, datetime, timedelta

from engine.commands.forget_looks import forget_looks as forget
from web.current import settings


def forget_looks(timestamp: int) -> None:
    """Delete looks of too long before `timestamp` (seconds, POSIX), if there is a limit."""
    days = settings().look_days
    if days:
        forget(datetime.fromtimestamp(timestamp, UTC) - timedelta(days=days))
