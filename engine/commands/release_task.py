"""释放: who has claimed a task gives it back to all who may do it."""

import uuid

from db.unit_of_work import transaction
from engine.access import may_at_service
from engine.errors import Forbidden, NotClaimed
from engine.opening import open_around_task
from engine.runtime import Runtime
from engine.saving import save
from engine.store import tasks
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal


def release_task(rt: Runtime, by: Principal, task_id: int, *, version: int) -> uuid.UUID:
    """Give a claimed task back; for whoever claimed it, and for those who may mend.

    Raises
    ------
    NotFound, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_around_task`.
    Forbidden
        He has not claimed it, and may not mend.
    NotClaimed
        Nobody has, and he may mend.
    """
    with transaction() as uow:
        running, task = open_around_task(rt, uow, by, task_id, version)
        if task.claimed_by != by.person_id and not may_at_service(
            rt, uow, by, INSTANCE_MEND, running.facts.service_key
        ):
            raise Forbidden(task=task_id)
        if task.claimed_by is None:
            raise NotClaimed(task=task_id)
        running.note("release", person_id=by.person_id, task_id=task.id, element=task.element)
        tasks.show_to(uow, task.id, tasks.keys_of(task.reasons), None)
        save(running)
        return running.facts.id
