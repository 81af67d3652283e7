"""What is done to many matters at once: its jobs, its states, and who may look at it."""

from db.link import Link, Row
from db.unit_of_work import UnitOfWork
from engine.errors import NotFound
from engine.store import bulks
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal, may_everywhere

WORK = "engine.work_bulk"
"""The job that works on an order; its handler stands in `jobs.handlers.work_bulk`."""
LANES = 2
"""Jobs of one order that work beside each other."""

GOES: dict[str, tuple[tuple[str, ...], str]] = {
    "start": (("checked",), "running"),
    "pause": (("running",), "paused"),
    "resume": (("paused",), "running"),
    "cancel": (("checking", "checked", "running", "paused"), "cancelled"),
}
"""What may be said of an order: in which states, and into which it goes then."""


def defer_work(uow: UnitOfWork, bulk_id: int, lanes: int = LANES) -> None:
    """Put its jobs into the queue."""
    for lane in range(lanes):
        uow.defer(WORK, bulk_id=bulk_id, lane=lane)


def seen_by(by: Principal, row: Row | None, bulk_id: int) -> Row:
    """Give an order to whoever ordered it, and to those who mend everything.

    Raises
    ------
    NotFound
        There is none, or it is not his to see.
    """
    if row is None or (row.ordered_by != by.person_id and not may_everywhere(by, INSTANCE_MEND)):
        raise NotFound(bulk=bulk_id)
    return row


def read(connection: Link, by: Principal, bulk_id: int) -> Row:
    """Read an order.

    Raises
    ------
    NotFound
    """
    return seen_by(by, bulks.one(connection, bulk_id), bulk_id)
