"""Handles ``messages.tell_what_is_due``, every few minutes."""

from db import transaction
from messages.due_soon import tell_what_is_due as tell
from web.current import now

AT_A_TIME = 200


def tell_what_is_due(timestamp: int) -> None:
    """Tell the handlers of all tasks that are due soon, so many in one transaction."""
    while True:
        with transaction() as uow:
            if tell(uow, now(), limit=AT_A_TIME) < AT_A_TIME:
                return
