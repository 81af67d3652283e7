"""Handles ``engine.clear_uploads``, once a night."""

from engine.commands import clear_uploads as command
from web.current import runtime


def clear_uploads(timestamp: int) -> None:
    """Clear away uploads that no form and no draft has named for days."""
    command.clear_uploads(runtime())
