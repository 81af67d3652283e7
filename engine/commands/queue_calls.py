"""Bring calls of outside systems back to the workers: those to be tried again, and those that were lost."""

from db.unit_of_work import transaction
from engine.calling import MAKE_CALL
from engine.runtime import Runtime
from engine.store import calls

AT_ONCE = 200
"""Of one sweep; the next is a second later."""


def queue_calls(rt: Runtime) -> int:
    """Put the calls into the queue whose next try is due, or whose job or worker was lost; give how many."""
    with transaction() as uow:
        found = calls.sweep(uow, rt.clock(), AT_ONCE)
        for call_id in found:
            uow.defer(MAKE_CALL, key=str(call_id), call_id=str(call_id))
        return len(found)
