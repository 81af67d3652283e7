"""暂缓 and 挂起: tasks whose clocks stand still, and how they go on."""

from collections.abc import Sequence
from datetime import datetime

from db.link import Row
from identity.keys import person_key
from identity.principal import Principal

from . import deadlines
from .events import InstanceSuspended
from .handlers import holders
from .running import Running
from .store import tasks


def take_up(running: Running, by: Principal, task: Row, words: str = "") -> None:
    """Let a held task go on, by the word of ``by`` or by whatever else he does with it."""
    running.note("unhold", person_id=by.person_id, task_id=task.id, element=task.element, words=words)
    tasks.take_up(running.uow, task.id)
    stood_still(running, [task], task.held_at)


def stood_still(running: Running, open_tasks: Sequence[Row], since: datetime) -> None:
    """Leave the time since a moment out of what open tasks take, and move on what they are due for.

    Called when a held task is taken up, and for the open tasks of a suspended instance that goes on.
    """
    deadlines.shift(running.uow, open_tasks, since, running.now)
    seconds = int((running.now - since).total_seconds())
    tasks.stood_still(running.uow, [task.id for task in open_tasks], seconds)


def tell_of(running: Running, by: Principal, n: int, *, resumed: bool = False) -> None:
    """Tell the initiator, and whoever holds an open task, that entry `n` suspends or resumes the instance."""
    facts = running.facts
    keys = [key for task in running.open_tasks for key in holders(task)]
    to = tuple(dict.fromkeys((person_key(facts.initiator_id), *keys)))
    event = InstanceSuspended(facts.id, n, facts.title, by.person_id, to, resumed)
    running.rt.events.publish(running.uow, event)
