"""Handles ``messages.forget_fates``, once a night."""

from datetime import UTC, datetime, timedelta

from messages.forgetting import forget_fates as forget
from web.current import settings


def forget_fates(timestamp: int) -> None:
    """Delete what became of messages too long before `timestamp` (seconds, POSIX), if there is a limit."""
    days = settings().fate_days
    if days:
        forget(datetime.fromtimestamp(timestamp, UTC) - timedelta(days=days))
