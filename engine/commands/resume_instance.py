"""恢复: a suspended instance goes on."""

import uuid

from db.link import Row
from db.unit_of_work import transaction
from engine.errors import NotSuspended
from engine.execution import Occurrence
from engine.holding import stood_still, tell_of
from engine.opening import RUNNING, SUSPENDED, open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import deadlines, occurrences, postponed
from engine.words import reason_words
from identity.principal import Principal


def resume_instance(rt: Runtime, by: Principal, instance_id: uuid.UUID, *, reason: str = "") -> str:
    """Let a suspended instance go on; give its state.

    What came for it meanwhile comes first, then the timers that are due by now. The clocks of its tasks
    have stood still. Its initiator and whoever held a task meanwhile are told.

    Raises
    ------
    NotFound, Forbidden, NotRunning
        See :func:`engine.opening.open_to_mend`.
    NotSuspended, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id, (*RUNNING, SUSPENDED))
        if running.suspended_at is None:
            raise NotSuspended(instance=str(instance_id))
        words = reason_words(reason, required=False)
        tell_of(running, by, running.note("resume", person_id=by.person_id, words=words), resumed=True)
        _let_clocks_go_on(running)
        running.state, running.suspended_at = "running", None
        for row in postponed.take(uow, instance_id):
            if not _catch(running, row):
                postponed.again(uow, row, instance_id)
        running.settle()
        save(running)
        return running.state


def _let_clocks_go_on(running: Running) -> None:
    """Of a task that is on hold besides, the hold counts as a whole."""
    assert running.suspended_at is not None
    going = [task for task in running.open_tasks if task.held_at is None]
    deadlines.wake(running.uow, [task.id for task in going])
    stood_still(running, going, running.suspended_at)


def _catch(running: Running, row: Row) -> bool:
    """Let it hear one thing that came; False for a message that nobody here waits for any more."""
    event = Occurrence(row.kind, row.name, payload=row.payload, keys=row.keys)
    running.hops = max(running.hops, row.hops + 1)
    if row.kind == "signal":
        if occurrences.receive(running.uow, row.id, str(running.facts.id)):
            running.execution.receive(event)
        return True
    caught = occurrences.claim(running.uow, row.id) and running.execution.receive(event)
    if caught:
        occurrences.delivered(running.uow, row.id, running.now)
    return caught
