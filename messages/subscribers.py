"""From the engine's events to jobs, in the command's transaction: no row is written under its lock."""

from collections.abc import Callable
from datetime import datetime

from db.unit_of_work import UnitOfWork
from engine.events import (
    DraftExpires,
    EventBus,
    InstanceEnded,
    InstanceSuspended,
    RecordBroken,
    TaskDue,
    TaskHanded,
    TaskOpened,
)
from identity.keys import person_key
from messages.models import by_entry

DELIVER = "messages.deliver"
"""The name of the job; its handler stands in `jobs.handlers.deliver_messages`."""

Clock = Callable[[], datetime]


def subscribe(events: EventBus, clock: Clock) -> None:
    """Send messages about to-do items, new, handed on or due, and about a matter that ends or waits."""

    def task_opened(uow: UnitOfWork, event: TaskOpened) -> None:
        kind = "task_returned" if event.returned else "task_opened"
        _about_task(uow, event, f"task-opened:{event.task_id}", kind, clock())

    def task_handed(uow: UnitOfWork, event: TaskHanded) -> None:
        _about_task(uow, event, f"task-handed:{event.task_id}:{event.version}", "task_handed", clock())

    def task_due(uow: UnitOfWork, event: TaskDue) -> None:
        kind = "task_overdue" if event.overdue else "task_due"
        _about_task(uow, event, f"task-due:{event.task_id}:{event.n}", kind, clock())

    def instance_suspended(uow: UnitOfWork, event: InstanceSuspended) -> None:
        kind = "instance_resumed" if event.resumed else "instance_suspended"
        uow.defer(
            DELIVER,
            key=by_entry(kind, event.instance_id, event.n),
            # Who reads "suspended" after "resumed" waits for nothing.
            lock=f"suspension:{event.instance_id}",
            kind=kind,
            instance_id=str(event.instance_id),
            task_id=None,
            title=event.title,
            step_name="",
            to=list(event.to),
            at=clock().isoformat(),
            but=event.by,
        )

    def instance_ended(uow: UnitOfWork, event: InstanceEnded) -> None:
        if event.state == "cancelled":
            # Only the initiator cancels; he need not be told.
            return
        key, to = f"instance-ended:{event.instance_id}", [person_key(event.initiator_id)]
        about = str(event.instance_id)
        _defer(uow, key, f"instance_{event.state}", event.title, clock(), to=to, instance_id=about)

    events.subscribe(TaskOpened, task_opened)
    subscribe_upkeep(events, clock)
    events.subscribe(TaskHanded, task_handed)
    events.subscribe(TaskDue, task_due)
    events.subscribe(InstanceEnded, instance_ended)
    events.subscribe(InstanceSuspended, instance_suspended)


def subscribe_upkeep(events: EventBus, clock: Clock) -> None:
    """Send messages about what no person did: a draft that expires, a record that does not hold."""

    def draft_expires(uow: UnitOfWork, event: DraftExpires) -> None:
        key = f"draft-expires:{event.draft_id}:{event.touched_at.isoformat()}"
        to = [person_key(event.person_id)]
        _defer(uow, key, "draft_expiring", event.name, clock(), to=to)

    def record_broken(uow: UnitOfWork, event: RecordBroken) -> None:
        at = clock()
        # By the moment, too: what was mended and breaks again is told again.
        key = f"record-broken:{event.instance_id}:{at.isoformat()}"
        about = str(event.instance_id)
        _defer(uow, key, "record_broken", event.title, at, to=list(event.to), instance_id=about)

    events.subscribe(DraftExpires, draft_expires)
    events.subscribe(RecordBroken, record_broken)


def _defer(
    uow: UnitOfWork,
    key: str,
    kind: str,
    title: str,
    at: datetime,
    *,
    to: list[str],
    instance_id: str | None = None,
) -> None:
    uow.defer(
        DELIVER,
        key=key,
        kind=kind,
        instance_id=instance_id,
        task_id=None,
        title=title,
        step_name="",
        to=to,
        at=at.isoformat(),
    )


def _about_task(
    uow: UnitOfWork, event: TaskOpened | TaskHanded | TaskDue, key: str, kind: str, at: datetime
) -> None:
    """Tell all who may handle a to-do item; `key` names what they are told, once."""
    uow.defer(
        DELIVER,
        key=key,
        kind=kind,
        instance_id=str(event.instance_id),
        task_id=event.task_id,
        title=event.title,
        step_name=event.step_name,
        to=list(event.candidates),
        at=at.isoformat(),
    )
