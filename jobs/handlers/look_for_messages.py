"""Handles ``engine.look_for_messages``."""

from engine.commands import look_for_messages as command
from web.current import runtime


def look_for_messages(*, key: str, service_key: str, names: list[str]) -> None:
    """Bring messages to those who have begun to wait for them."""
    command.look_for_messages(runtime(), service_key, names)
