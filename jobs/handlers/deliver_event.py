"""Handles ``engine.deliver_event``."""

import uuid

from engine.commands import deliver_event as command
from web.current import runtime


def deliver_event(*, key: str, occurrence_id: str) -> None:
    """Bring a message or signal to who waits for it."""
    command.deliver_event(runtime(), uuid.UUID(occurrence_id))
