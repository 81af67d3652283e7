"""Handles ``engine.fill_fields``: after an update of the program, until all instances can be found."""

from engine.commands import fill_fields as command
from web.current import runtime

BATCHES = 100
"""Of one run; the next one goes on."""


def fill_fields(timestamp: int) -> None:
    """Let instances be found by their searchable values, some hundreds at a time."""
    for _ in range(BATCHES):
        if command.fill_fields(runtime()) < command.AT_ONCE:
            return
