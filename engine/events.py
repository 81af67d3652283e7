"""What happened, told to other rooms in the same transaction.

A command publishes typed events; ``messages`` and ``hall`` subscribe (wired in ``app.py``). A
subscriber runs inside the command's transaction, so it must be quick and must not reach outside:
it writes a row or defers a job.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class InstanceStarted:
    """An application was submitted."""

    instance_id: uuid.UUID
    service_key: str
    initiator_id: int
    title: str


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A to-do item was made. ``candidates`` are principal keys; ``returned`` if a return made it."""

    instance_id: uuid.UUID
    task_id: int
    title: str
    step_name: str
    candidates: tuple[str, ...]
    returned: bool = False


@dataclass(frozen=True, slots=True)
class TaskHanded:
    """An open to-do item was given to somebody else; ``version`` tells one handing from the next."""

    instance_id: uuid.UUID
    task_id: int
    version: int
    title: str
    step_name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A deadline reminds of an open to-do item; ``n`` tells one reminder from the next."""

    instance_id: uuid.UUID
    task_id: int
    n: int
    title: str
    step_name: str
    candidates: tuple[str, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class TaskClosed:
    """A to-do item ended; ``state`` is completed, returned or cancelled."""

    instance_id: uuid.UUID
    task_id: int
    state: str


@dataclass(frozen=True, slots=True)
class InstanceEnded:
    """An instance is over; ``state`` is completed, terminated or cancelled."""

    instance_id: uuid.UUID
    state: str
    initiator_id: int
    title: str


@dataclass(frozen=True, slots=True)
class InstanceSuspended:
    """An administrator lets an instance wait, or, if ``resumed``, go on; entry ``n`` of the record says why.

    ``to`` are the principal keys of its initiator and of whoever holds its open tasks.
    """

    instance_id: uuid.UUID
    n: int
    title: str
    by: int
    to: tuple[str, ...]
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class CopiesSent:
    """People were given a matter to read; ``n`` is the entry of the record that says so."""

    instance_id: uuid.UUID
    n: int
    title: str
    step_name: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Commented:
    """Somebody spoke about a matter: he names ``mentioned``, and answers an entry that ``answered`` made."""

    instance_id: uuid.UUID
    n: int
    title: str
    mentioned: tuple[int, ...]
    answered: int | None


@dataclass(frozen=True, slots=True)
class TaskReminded:
    """Those who hold a task were asked to hurry; ``candidates`` are principal keys."""

    instance_id: uuid.UUID
    task_id: int
    n: int
    title: str
    step_name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReminderAnswered:
    """Whoever holds a task has answered those who reminded him."""

    instance_id: uuid.UUID
    n: int
    title: str
    step_name: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DraftExpires:
    """A draft that its owner has not touched for long will be deleted; ``name`` is the service's."""

    draft_id: int
    person_id: int
    name: str
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class RecordBroken:
    """The record of an instance does not hold; ``to`` are principal keys of the school's administrators."""

    instance_id: uuid.UUID
    first_bad: int
    title: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """A step failed and waits for somebody to mend it."""

    instance_id: uuid.UUID
    element: str
    code: str


Subscriber = Callable[[UnitOfWork, Any], None]


class EventBus:
    """Subscribers by type of event."""

    def __init__(self) -> None:
        self._subscribers: dict[type, list[Subscriber]] = defaultdict(list)

    def subscribe(self, event_type: type, subscriber: Subscriber) -> None:
        """Call ``subscriber(uow, event)`` for every event of this very type."""
        self._subscribers[event_type].append(subscriber)

    def publish(self, uow: UnitOfWork, event: object) -> None:
        """Tell the subscribers, in the order they came, inside the running transaction."""
        if uow.told is not None:
            uow.told.append(event)
        for subscriber in self._subscribers[type(event)]:
            subscriber(uow, event)
