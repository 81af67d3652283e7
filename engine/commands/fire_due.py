"""Let deadlines come: do what is due on open tasks, each action in a transaction of its own."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from db.link import Row
from db.trouble import TROUBLE
from db.unit_of_work import UnitOfWork, transaction
from engine.opening import open_if_free
from engine.overdue import act
from engine.runtime import Runtime
from engine.saving import save
from engine.store import deadlines
from engine.sweeping import sweep

LATER = timedelta(hours=1)
"""When a task whose action failed is looked at again: it must not hold up the others."""

_log = logging.getLogger(__name__)


def fire_due(rt: Runtime, now: datetime, *, limit: int = 500) -> int:
    """Do what deadlines say for `now`; give how many tasks were looked at, `limit` at most.

    Any number of workers may call it at once: each action is done once. What was due while nobody
    looked happens now, in its order, but a reminder that something later has overtaken is dropped.
    """
    return sweep(lambda most: _due(now, most), lambda found: _keep(rt, found, now), limit=limit)


def _due(now: datetime, most: int) -> Sequence[Row]:
    with transaction() as uow:
        return deadlines.tasks(uow, now, most)


def _keep(rt: Runtime, found: Row, now: datetime) -> bool:
    try:
        with transaction() as uow:
            return _fire(rt, uow, found, now)
    except TROUBLE:
        # The database, not the task: the next sweep tries again.
        raise
    except Exception as problem:  # noqa: BLE001  (whatever one meets must not hold up the others)
        _log.error("the deadline of task %s cannot be kept: %s", found.task_id, type(problem).__name__)
        with transaction() as uow:
            deadlines.look_again(uow, found.task_id, now, now + LATER)
    return True


def _fire(rt: Runtime, uow: UnitOfWork, found: Row, now: datetime) -> bool:
    """Do the first of what is due on a task; False if another worker holds it or somebody has done it."""
    running = open_if_free(rt, uow, found.instance_id)
    due = deadlines.due(uow, found.task_id, now) if running is not None else ()
    if running is None or not due:
        return False
    task = next((row for row in running.open_tasks if row.id == found.task_id), None)
    if task is None or task.held_at is not None:
        return False
    running.now = now
    moment, outdated = _first(due)
    deadlines.done(uow, task.id, outdated, "outdated", now)
    possible = act(running, task, moment)
    deadlines.done(uow, task.id, [moment.n], "fired" if possible else "impossible", now)
    save(running)
    return True


def _first(due: Sequence[Row]) -> tuple[Row, list[int]]:
    """Give what is to be done now, and the numbers of reminders before it that are outdated by it."""
    position = next(
        (place for place, moment in enumerate(due) if moment.rule["do"] != "remind"), len(due) - 1
    )
    return due[position], [moment.n for moment in due[:position]]
