"""Handles ``engine.expire_drafts``, once a night."""

from datetime import timedelta

from engine.commands import expire_drafts as command
from web.current import runtime, settings

AT_A_TIME = 500


def expire_drafts(timestamp: int) -> None:
    """Tell owners of old drafts and delete what is too old; where the settings say never, nothing happens."""
    days = settings().draft_days
    if days == 0:
        return
    while AT_A_TIME in command.expire_drafts(runtime(), timedelta(days=days), limit=AT_A_TIME):
        pass
