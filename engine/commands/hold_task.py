"""暂缓办理: a handler lets his task wait, and says why."""

import uuid

from db.unit_of_work import transaction
from engine.errors import AlreadyHeld, Forbidden
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.runtime import Runtime
from engine.saving import save
from engine.store import tasks
from identity.principal import Principal


def hold_task(rt: Runtime, by: Principal, task_id: int, *, version: int, opinion: str) -> uuid.UUID:
    """Put a task on hold: it stays in the to-do list, marked, and its clock stands still.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`; Forbidden too if the step does not offer it.
    AlreadyHeld, OpinionRequired, OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version, takes_up=False)
        if not running.deployed.step(task.element).offers("hold"):
            raise Forbidden(task=task_id)
        if task.held_at is not None:
            raise AlreadyHeld(task=task_id)
        words = opinion_words(opinion, required=True)
        running.note("hold", person_id=by.person_id, task_id=task.id, element=task.element, words=words)
        tasks.hold(uow, task.id, running.now)
        running.settle()
        save(running)
        return running.facts.id
