"""中止: a handler or an administrator ends an instance for good."""

import uuid

from db.unit_of_work import transaction
from engine.access import may_at_service
from engine.errors import Forbidden, Suspended
from engine.opening import RUNNING, SUSPENDED, open_by_task, open_instance
from engine.running import Closing, Running
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal


def terminate_task(rt: Runtime, by: Principal, task_id: int, *, version: int, reason: str) -> uuid.UUID:
    """End the instance from a task that ``by`` handles; only where the step offers 中止.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if not running.deployed.step(task.element).offers("terminate"):
            raise Forbidden(task=task_id)
        words = reason_words(reason)
        running.note("terminate", person_id=by.person_id, task_id=task.id, element=task.element, words=words)
        running.closes(task.token, Closing("completed", by.person_id, "terminate"))
        return _end(running)


def terminate_instance(rt: Runtime, by: Principal, instance_id: uuid.UUID, *, reason: str) -> uuid.UUID:
    """End an instance: an administrator who mends, or a handler of one of its open tasks.

    The initiator's own step does not count: he cancels (撤销), by that rule. What is suspended only an
    administrator ends.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_instance(rt, uow, by, instance_id, (*RUNNING, SUSPENDED))
        if not _mends(running, by):
            if not _handles(running, by):
                raise Forbidden(instance=str(instance_id))
            if running.state == SUSPENDED:
                raise Suspended(state=running.state)
        words = reason_words(reason)
        running.note("terminate", person_id=by.person_id, words=words)
        return _end(running)


def _handles(running: Running, by: Principal) -> bool:
    return any(
        running.deployed.step(task.element).offers("terminate")
        and not set(by.keys).isdisjoint(task.candidates)
        for task in running.open_tasks
    )


def _mends(running: Running, by: Principal) -> bool:
    return may_at_service(running.rt, running.uow, by, INSTANCE_MEND, running.facts.service_key)


def _end(running: Running) -> uuid.UUID:
    running.stop("terminated")
    save(running)
    return running.facts.id
