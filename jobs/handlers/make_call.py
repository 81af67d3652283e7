"""Handles ``engine.make_call``."""

import uuid

from engine.commands import make_call as command
from web.current import runtime


def make_call(*, key: str, call_id: str) -> None:
    """Make one call of an outside system."""
    command.make_call(runtime(), uuid.UUID(call_id))
