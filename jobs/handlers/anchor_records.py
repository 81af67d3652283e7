"""Handles ``engine.anchor_records``, every hour."""

from connectors.anchors import AnchorFolder
from engine.commands import anchor_records as command
from web.current import runtime, settings


def anchor_records(timestamp: int) -> None:
    """Anchor every record that has grown since the last time."""
    command.anchor_records(runtime(), AnchorFolder(settings().anchor_folder))
