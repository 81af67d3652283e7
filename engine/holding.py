"""暂缓: a task that waits, and how it goes on; its clock stands still meanwhile."""

from datetime import timedelta

from db.link import Row
from identity.principal import Principal

from .running import Running
from .store import tasks


def take_up(running: Running, by: Principal, task: Row, words: str = "") -> None:
    """Let a held task go on, by the word of ``by`` or by whatever else he does with it."""
    running.note("unhold", person_id=by.person_id, task_id=task.id, element=task.element, words=words)
    tasks.take_up(running.uow, task.id)
    stood_still(running, task, running.now - task.held_at)


def stood_still(running: Running, task: Row, span: timedelta) -> None:
    """Leave a span out of the time that an open task takes: the one place where clocks are put back.

    Called when a held task is taken up, and for each open task when a suspended instance goes on.
    """
    tasks.stood_still(running.uow, task.id, int(span.total_seconds()))
