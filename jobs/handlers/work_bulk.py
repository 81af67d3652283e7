"""Handles ``engine.work_bulk`` and looks after orders whose jobs were lost."""

from engine.commands import work_bulk as command
from web.current import runtime


def work_bulk(*, key: str, bulk_id: int, lane: int) -> None:
    """Do items of an order for many matters."""
    command.work_bulk(runtime(), bulk_id)


def queue_bulks(timestamp: int) -> None:
    """Let orders go on at which nobody works any more."""
    command.queue_bulks(runtime())
