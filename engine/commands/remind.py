"""催办: the initiator asks those who hold a task to hurry."""

from dataclasses import dataclass
from datetime import datetime

from db.unit_of_work import transaction
from engine import reminding
from engine.errors import AlreadyDone, Forbidden, NotRunning, TooSoon
from engine.events import TaskReminded
from engine.handlers import holders
from engine.noting import open_record_by_task
from engine.runtime import Runtime
from engine.store import reminders
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Reminded:
    """When the same person may remind them of the same task again."""

    again_at: datetime


def remind(rt: Runtime, by: Principal, task_id: int) -> Reminded:
    """Remind whoever holds an open task; of several candidates all, unless one has claimed it.

    Raises
    ------
    NotFound, Forbidden
        Not visible; neither the initiator nor an administrator.
    AlreadyDone, NotRunning
        Nobody holds the task any more; the instance waits or has ended.
    TooSoon
        He reminded them less than :data:`engine.reminding.EVERY` ago.
    """
    with transaction() as uow:
        noting, task = open_record_by_task(rt, uow, by, task_id)
        if not reminding.may_remind(rt, uow, by, noting.row):
            raise Forbidden(task=task_id)
        if noting.row.state != "running":
            raise NotRunning(state=noting.row.state)
        if task.state != "open":
            raise AlreadyDone(state=task.state)
        until = reminding.again_at(reminders.last(uow, task_id, by.person_id), noting.now)
        if until is not None:
            raise TooSoon(until)
        n = noting.note("remind", by, task=task)
        noting.save()
        reminders.insert(uow, noting.id, task_id, by.person_id, noting.now)
        reminded = TaskReminded(noting.id, task_id, n, noting.row.title, task.name, holders(task))
        rt.events.publish(uow, reminded)
        return Reminded(noting.now + reminding.EVERY)
