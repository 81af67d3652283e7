"""Handles ``messages.make_digests``, every few minutes."""

from db import transaction
from messages.digest import make_digests as make
from web.current import now

AT_A_TIME = 200


def make_digests(timestamp: int) -> None:
    """Make the digests of this morning that are still to be made, so many in one transaction."""
    while True:
        with transaction() as uow:
            if make(uow, now(), limit=AT_A_TIME) < AT_A_TIME:
                return
