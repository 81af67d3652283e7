"""Handles ``engine.hear_event``."""

import uuid

from engine.commands import deliver_event as command
from web.current import runtime


def hear_event(*, key: str, occurrence_id: str, instance_id: str) -> None:
    """Let one instance hear a signal."""
    command.hear_event(runtime(), uuid.UUID(occurrence_id), uuid.UUID(instance_id))
