"""Messages about what people say beside the process: copies, comments, reminders and their answers."""

import uuid
from collections.abc import Iterable

from db.unit_of_work import UnitOfWork
from engine.events import Commented, CopiesSent, EventBus, ReminderAnswered, TaskReminded
from identity.keys import person_key
from messages.subscribers import DELIVER, Clock


def subscribe_talk(events: EventBus, clock: Clock) -> None:
    """Tell people that a matter was copied to them, that they are mentioned, answered or reminded."""

    def tell(
        uow: UnitOfWork,
        kind: str,
        instance_id: uuid.UUID,
        n: int,
        title: str,
        to: Iterable[str],
        *,
        step_name: str = "",
        task_id: int | None = None,
    ) -> None:
        keys = list(to)
        if keys:
            uow.defer(
                DELIVER,
                # An entry of the record happens once, and tells each person once.
                key=f"{kind}:{instance_id}:{n}",
                kind=kind,
                instance_id=str(instance_id),
                task_id=task_id,
                title=title,
                step_name=step_name,
                to=keys,
                at=clock().isoformat(),
            )

    def copied(uow: UnitOfWork, event: CopiesSent) -> None:
        people = map(person_key, event.people)
        tell(uow, "copied", event.instance_id, event.n, event.title, people, step_name=event.step_name)

    def commented(uow: UnitOfWork, event: Commented) -> None:
        mentioned = map(person_key, event.mentioned)
        tell(uow, "mentioned", event.instance_id, event.n, event.title, mentioned)
        answered = [person_key(event.answered)] if event.answered is not None else []
        tell(uow, "replied", event.instance_id, event.n, event.title, answered)

    def reminded(uow: UnitOfWork, event: TaskReminded) -> None:
        tell(
            uow,
            "reminded",
            event.instance_id,
            event.n,
            event.title,
            event.candidates,
            step_name=event.step_name,
            task_id=event.task_id,
        )

    def reminder_answered(uow: UnitOfWork, event: ReminderAnswered) -> None:
        people = map(person_key, event.people)
        kind, step = "reminder_answered", event.step_name
        tell(uow, kind, event.instance_id, event.n, event.title, people, step_name=step)

    events.subscribe(CopiesSent, copied)
    events.subscribe(Commented, commented)
    events.subscribe(TaskReminded, reminded)
    events.subscribe(ReminderAnswered, reminder_answered)
