"""重新办理: a task that was on hold goes on."""

import uuid

from db.unit_of_work import transaction
from engine.errors import NotHeld
from engine.holding import take_up
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.runtime import Runtime
from engine.saving import save
from identity.principal import Principal


def resume_task(rt: Runtime, by: Principal, task_id: int, *, version: int, opinion: str = "") -> uuid.UUID:
    """Take a held task up again; its clock goes on.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    NotHeld, OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version, takes_up=False)
        if task.held_at is None:
            raise NotHeld(task=task_id)
        take_up(running, by, task, opinion_words(opinion, required=False))
        running.settle()
        save(running)
        return running.facts.id
