"""Bring messages that nobody wanted so far to those who have begun to wait for them."""

from collections.abc import Collection

from db.unit_of_work import transaction
from engine.runtime import Runtime
from engine.saving import DELIVER_EVENT
from engine.store import occurrences


def look_for_messages(rt: Runtime, service_key: str, names: Collection[str]) -> None:
    """Deliver again what was thrown before somebody waited for it.

    A job of its own, run after the commit of whoever waits: a message that was thrown while that
    transaction was open is seen either here or by its own delivery.
    """
    with transaction() as uow:
        for occurrence in occurrences.waiting(uow, service_key, names, rt.clock()):
            uow.defer(DELIVER_EVENT, occurrence_id=str(occurrence))
