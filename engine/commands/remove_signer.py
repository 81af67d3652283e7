"""减签: a signer who was added and has not signed is no longer asked; also takes back a delegation."""

import uuid

from db.link import Row
from db.unit_of_work import transaction
from engine import handlers
from engine.access import may_at_service
from engine.errors import Forbidden, NotAdded
from engine.execution import CannotMove
from engine.opening import open_around_task, open_by_task
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal


def remove_signer(rt: Runtime, by: Principal, task_id: int, *, version: int) -> uuid.UUID:
    """Take the open task of an added signer away; for whoever asked him, and for those who may mend.

    Raises
    ------
    NotFound, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_around_task`.
    Forbidden
        Somebody else asked him.
    NotAdded
        The diagram itself asks him.
    """
    with transaction() as uow:
        running, task = open_around_task(rt, uow, by, task_id, version)
        tag = handlers.facts_of(running.step(task.token))
        if not _may(running, by, tag.get(handlers.BY)):
            raise Forbidden(task=task_id)
        _note(running, by, task, _person(tag))
        try:
            running.execution.remove_signer(task.token)
        except CannotMove as problem:
            raise NotAdded from problem
        running.settle()
        save(running)
        return running.facts.id


def remove_later_signer(
    rt: Runtime, by: Principal, task_id: int, *, version: int, position: int
) -> uuid.UUID:
    """Take one away who was to sign after ``by``, by his position in the task's list of these.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    NotAdded
        There is no such signer.
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        later = running.step(task.token).later
        if not 0 <= position < len(later):
            raise NotAdded
        _note(running, by, task, _person(later[position]))
        running.execution.remove_later(task.token, position)
        running.settle()
        save(running)
        return running.facts.id


def _may(running: Running, by: Principal, added_by: int | None) -> bool:
    if added_by is not None and added_by == by.person_id:
        return True
    return may_at_service(running.rt, running.uow, by, INSTANCE_MEND, running.facts.service_key)


def _person(tag: object) -> str | None:
    who = tag.get(handlers.WHO) if isinstance(tag, dict) else None
    return who[0][0] if who else None


def _note(running: Running, by: Principal, task: Row, person: str | None) -> None:
    running.note("unsign", person_id=by.person_id, task_id=task.id, element=task.element, outcome=person)
