"""Handles ``web.forget_answers``, once an hour."""

from datetime import UTC, datetime, timedelta

from web.idempotency import forget_answers as forget

KEPT = timedelta(hours=24)
"""How long a repeated request gets the answer of the first."""


def forget_answers(timestamp: int) -> None:
    """Delete answers kept for Idempotency-Keys older than `KEPT` at `timestamp` (seconds, POSIX)."""
    forget(datetime.fromtimestamp(timestamp, UTC) - KEPT)
