"""Handles ``engine.check_records``, every few minutes."""

from engine.commands import check_records as command
from web.current import runtime


def check_records(timestamp: int) -> None:
    """Verify the next records of this round."""
    command.check_records(runtime())
