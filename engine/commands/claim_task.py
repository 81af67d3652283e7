"""认领: one of several who may do a task takes it for himself."""

import uuid

from db.unit_of_work import transaction
from engine.errors import NothingToClaim
from engine.opening import open_by_task
from engine.runtime import Runtime
from engine.saving import save
from engine.store import tasks
from identity.keys import person_key
from identity.principal import Principal


def claim_task(rt: Runtime, by: Principal, task_id: int, *, version: int) -> uuid.UUID:
    """Take a task that several may do; from then on it is in nobody else's list.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    ClaimedBy
        Another candidate has it.
    NothingToClaim
        It is his already, or was only ever his.
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        own = person_key(by.person_id)
        if task.claimed_by is not None or task.candidates == [own]:
            raise NothingToClaim(task=task_id)
        running.note("claim", person_id=by.person_id, task_id=task.id, element=task.element)
        tasks.show_to(uow, task.id, [own], by.person_id)
        save(running)
        return running.facts.id
