"""Open an instance for a command: lock first, then read, then check who asks and for what.

The task row is read in a second statement, after the lock: a join under FOR UPDATE could give a
row that was already stale when the wait ended.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal
from watch import words
from watch.counters import observe

from . import holding
from .access import may_at_service, may_see
from .errors import AlreadyDone, ClaimedBy, Forbidden, HandledBy, NotFound, NotRunning, Stale, Suspended
from .running import Facts, Running
from .runtime import Runtime
from .store import instances, tasks

RUNNING = ("running",)
SUSPENDED = "suspended"

_NAME = text("SELECT name FROM person WHERE id = :id")


def open_by_task(
    rt: Runtime, uow: UnitOfWork, by: Principal, task_id: int, version: int, *, takes_up: bool = True
) -> tuple[Running, Row]:
    """Lock the instance of a task that ``by`` is about to handle.

    Parameters
    ----------
    takes_up
        Whether what he is about to do takes the task up again if it is on hold (暂缓).

    Raises
    ------
    NotFound, Forbidden
        Unknown or not visible; visible but not offered to this person.
    AlreadyDone, Stale, NotRunning
        Closed by somebody; changed since ``version`` was read; the instance has ended.
    """
    # Two statements in one round trip: the second sees what the first has waited for.
    locked, beside = instances.lock_by_task(uow, task_id), tasks.beside(uow, task_id)
    row = locked.one_or_none()
    if row is None:
        raise NotFound(task=task_id)
    found = beside.all()
    task = next(candidate for candidate in found if candidate.id == task_id)
    _check_handler(rt, uow, by, row, task)
    if task.state != "open":
        raise _already_done(uow, task)
    if task.version != version:
        raise Stale(version=task.version)
    open_tasks = [candidate for candidate in found if candidate.state == "open"]
    running = _resume(rt, uow, row, open_tasks)
    if takes_up and task.held_at is not None:
        holding.take_up(running, by, task)
    return running, task


def open_around_task(
    rt: Runtime, uow: UnitOfWork, by: Principal, task_id: int, version: int | None = None
) -> tuple[Running, Row]:
    """Lock the instance of a task that ``by`` does not handle; the command says who may.

    Parameters
    ----------
    version
        Of an open task, as ``by`` last read it; None for one that may be closed.

    Raises
    ------
    NotFound, AlreadyDone, Stale, NotRunning
    """
    locked, beside = instances.lock_by_task(uow, task_id), tasks.beside(uow, task_id)
    row = locked.one_or_none()
    found = beside.all()
    if row is None or not may_see(rt, uow, by, row):
        raise NotFound(task=task_id)
    task = next(candidate for candidate in found if candidate.id == task_id)
    if version is not None and task.state != "open":
        raise _already_done(uow, task)
    if version is not None and task.version != version:
        raise Stale(version=task.version)
    return _resume(rt, uow, row, [one for one in found if one.state == "open"]), task


def open_instance(
    rt: Runtime, uow: UnitOfWork, by: Principal, instance_id: uuid.UUID, states: Collection[str] = RUNNING
) -> Running:
    """Lock an instance that ``by`` may see, in one of some states.

    Raises
    ------
    NotFound, NotRunning, Suspended
    """
    row = instances.lock(uow, instance_id)
    if row is None or not may_see(rt, uow, by, row):
        raise NotFound(instance=str(instance_id))
    return _resume(rt, uow, row, tasks.of_instance(uow, row.id), states)


def open_to_mend(
    rt: Runtime, uow: UnitOfWork, by: Principal, instance_id: uuid.UUID, states: Collection[str] = RUNNING
) -> Running:
    """Lock an instance that ``by`` may mend: an administrator of its service's unit, or above it.

    Raises
    ------
    NotFound, NotRunning, Suspended
    Forbidden
        He may see it only.
    """
    row = instances.lock(uow, instance_id)
    if row is None or not may_see(rt, uow, by, row):
        raise NotFound(instance=str(instance_id))
    if not may_at_service(rt, uow, by, INSTANCE_MEND, row.service_key):
        raise Forbidden(instance=str(instance_id))
    return _resume(rt, uow, row, tasks.of_instance(uow, row.id), states)


def open_by_system(rt: Runtime, uow: UnitOfWork, instance_id: uuid.UUID) -> Running | None:
    """Lock an instance for time or an event; None if it has ended, is suspended, or is gone."""
    row = instances.lock(uow, instance_id)
    if row is None or row.state != "running":
        return None
    return _resume(rt, uow, row, tasks.of_instance(uow, row.id))


def open_if_free(
    rt: Runtime, uow: UnitOfWork, instance_id: uuid.UUID, *, due: datetime | None = None
) -> Running | None:
    """Lock an instance for time; None if another worker holds it, or it does not run, or no timer is due.

    Parameters
    ----------
    due
        The moment at which a timer of it must be due; None if it is not about a timer.
    """
    # Two statements in one round trip: the second sees what the first holds.
    locked, beside = instances.lock_free(uow, instance_id, due), tasks.asked_of_instance(uow, instance_id)
    row = locked.one_or_none()
    if row is None:
        return None
    if due is not None:
        observe("tongban_timer_lateness_seconds", (rt.clock() - row.next_due).total_seconds())
    return _resume(rt, uow, row, beside.all())


def _resume(
    rt: Runtime, uow: UnitOfWork, row: Row, open_tasks: Sequence[Row], states: Collection[str] = RUNNING
) -> Running:
    if row.state not in states:
        raise Suspended(state=row.state) if row.state == SUSPENDED else NotRunning(state=row.state)
    words.say(instance=str(row.id))
    deployed = rt.definitions.get(uow, row.definition_id)
    facts = Facts(
        row.id,
        row.definition_id,
        row.service_key,
        row.business_no,
        row.title,
        row.initiator_id,
        row.unit_id,
        row.started_at,
        row.process_id,
        row.conversation,
    )
    running = Running(rt, uow, facts, deployed, rt.clock())
    running.resume(row, open_tasks)
    return running


def _check_handler(rt: Runtime, uow: UnitOfWork, by: Principal, row: Row, task: Row) -> None:
    """Let only those pass to whom the task is or was offered.

    A closed task has no inbox rows any more; the reasons kept with it still name whom it was
    offered to, so that the slower of two candidates hears who was faster instead of "not found".
    """
    named = [reason[0] for reason in task.reasons]
    if not set(by.keys).isdisjoint(task.candidates or named):
        return
    if task.claimed_by is not None and not set(by.keys).isdisjoint(named):
        raise ClaimedBy(handler=_name(uow, task.claimed_by))
    if may_see(rt, uow, by, row):
        raise Forbidden(task=task.id)
    raise NotFound(task=task.id)


def _name(uow: UnitOfWork, person_id: int | None) -> str | None:
    found: str | None = uow.execute(_NAME, {"id": person_id}).scalar_one_or_none()
    return found


def _already_done(uow: UnitOfWork, task: Row) -> AlreadyDone:
    """Name who was faster; a task that ended with its instance has nobody to name."""
    name = _name(uow, task.handler_id)
    return HandledBy(handler=name, state=task.state) if name else AlreadyDone(state=task.state)
