"""Until when a task is to be done: planned when it is made, moved on when its clock has stood still."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from calendars.durations import parse
from calendars.errors import BeyondHorizon
from calendars.reckoning import PLAIN, Reckoning
from calendars.workdays import ask_working_time, working_time_of
from db.link import Row
from db.unit_of_work import UnitOfWork
from designer_export.deadlines import Deadline, DeadlineAction
from designer_export.native import AssignRule

from .definitions import Deployed
from .execution import WaitingStep
from .store import deadlines as store
from .store.tasks import Due, Moment


def of_step(deployed: Deployed, step: WaitingStep) -> Deadline | None:
    """Give the deadline of a step about to open.

    Whoever was asked to sign there has as much time, but is only reminded: the step is not his to pass on.
    """
    deadline = deployed.step(step.element).deadline
    if deadline is None or not step.sign:
        return deadline
    return replace(deadline, actions=tuple(action for action in deadline.actions if action.do == "remind"))


class Planner:
    """Plans the due times of tasks that are made together.

    The calendar is asked for at once, so that it comes along with whatever is asked next, and only if
    one of the tasks counts working time.
    """

    def __init__(self, uow: UnitOfWork, deadlines: Sequence[Deadline | None]) -> None:
        self._deadlines = deadlines
        counts = any(deadline is not None and deadline.working for deadline in deadlines)
        self._calendar = ask_working_time(uow) if counts else None

    def due(self, opened: datetime) -> Iterator[Due | None]:
        """Give the due time of each task, in their order; None for one without a deadline."""
        working = working_time_of(self._calendar.one()) if self._calendar is not None else PLAIN
        for deadline in self._deadlines:
            if deadline is None:
                yield None
            else:
                yield plan(deadline, opened, working if deadline.working else PLAIN)


def plan(deadline: Deadline, opened: datetime, reckoning: Reckoning) -> Due:
    """Work out when a task that opens now is due, and when what happens.

    A calendar without enough working time (nobody works any more) does not keep a task from being
    made: its deadline then counts in plain time.
    """
    try:
        return _plan(deadline, opened, reckoning)
    except BeyondHorizon:
        return _plan(deadline, opened, PLAIN)


def _plan(deadline: Deadline, opened: datetime, reckoning: Reckoning) -> Due:
    due = reckoning.add(opened, reckoning.length(parse(deadline.within)))
    moments = tuple(
        Moment(reckoning.add(due, reckoning.length(parse(action.at))), _stored(deadline, action))
        for action in deadline.in_order(reckoning)
    )
    return Due(due, reckoning is not PLAIN, moments)


def _stored(deadline: Deadline, action: DeadlineAction) -> dict[str, Any]:
    return {"within": deadline.within, "working": deadline.working, **asdict(action)}


def action_of(rule: Mapping[str, Any]) -> DeadlineAction:
    """Read an action back as :func:`plan` wrote it."""
    assign = tuple(AssignRule(**given) for given in rule["assign"])
    return DeadlineAction(rule["at"], rule["do"], rule["outcome"], rule["to"], assign)


def reason_of(rule: Mapping[str, Any]) -> str:
    """Say in the record's words why something happened: how long, in which time, and when relative to it."""
    return f"{rule['within']} {'working' if rule['working'] else 'plain'} {rule['at']}"


def is_overdue(due_at: datetime | None, held_at: datetime | None, now: datetime) -> bool:
    """Whether an open task should have been done; one that is held is as late as it was then."""
    return due_at is not None and due_at < (held_at or now)


def shift(uow: UnitOfWork, tasks: Sequence[Row], since: datetime, now: datetime) -> None:
    """Move on the due times of open tasks whose clocks stood still from `since` to `now`.

    What was left of a task's time when it was held is left of it now; in working time, only the
    working time of the pause is given back. What has already happened stays as it is.

    Parameters
    ----------
    tasks
        Rows with ``id``, ``due_at`` and ``due_working``. For an instance that was suspended: its open
        tasks except those that are held, which get their own time back when they are taken up again.
    """
    dated = [task for task in tasks if task.due_at is not None]
    if not dated or now <= since:
        return
    reckonings = _reckonings(uow, any(task.due_working for task in dated))
    pending = store.pending(uow, [task.id for task in dated])
    working = {task.id: bool(task.due_working) for task in dated}
    due = {task.id: _later(reckonings[working[task.id]], task.due_at, since, now) for task in dated}
    moments = [
        (row.task_id, row.n, _later(reckonings[working[row.task_id]], row.at, since, now)) for row in pending
    ]
    store.move(uow, due, moments)


def _reckonings(uow: UnitOfWork, working: bool) -> dict[bool, Reckoning]:
    if not working:
        return {False: PLAIN}
    return {False: PLAIN, True: working_time_of(ask_working_time(uow).one())}


def _later(reckoning: Reckoning, at: datetime, since: datetime, now: datetime) -> datetime:
    try:
        return reckoning.add(at, reckoning.between(since, now))
    except BeyondHorizon:
        return at + (now - since)
