"""Messages about what people say beside the process: copies, comments, reminders and their answers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from db.unit_of_work import UnitOfWork
from engine.events import Commented, CopiesSent, EventBus, ReminderAnswered, TaskReminded
from identity.keys import person_key
from messages.models import by_entry
from messages.subscribers import DELIVER, Clock


def subscribe_talk(events: EventBus, clock: Clock) -> None:
    """Tell people that a matter was copied to them, that they are mentioned, answered or reminded."""
    teller = _Teller(clock)
    events.subscribe(CopiesSent, teller.copied)
    events.subscribe(Commented, teller.commented)
    events.subscribe(TaskReminded, teller.reminded)
    events.subscribe(ReminderAnswered, teller.reminder_answered)


@dataclass(frozen=True)
class _Teller:
    """Turns each event into a job for whom it concerns."""

    clock: Clock

    def copied(self, uow: UnitOfWork, event: CopiesSent) -> None:
        self._tell(uow, "copied", event, _keys(event.people), event.step_name)

    def commented(self, uow: UnitOfWork, event: Commented) -> None:
        self._tell(uow, "mentioned", event, _keys(event.mentioned))
        answered = () if event.answered is None else (event.answered,)
        self._tell(uow, "replied", event, _keys(answered))

    def reminded(self, uow: UnitOfWork, event: TaskReminded) -> None:
        self._tell(uow, "reminded", event, list(event.candidates), event.step_name, event.task_id)

    def reminder_answered(self, uow: UnitOfWork, event: ReminderAnswered) -> None:
        self._tell(uow, "reminder_answered", event, _keys(event.people), event.step_name)

    def _tell(
        self,
        uow: UnitOfWork,
        kind: str,
        event: CopiesSent | Commented | TaskReminded | ReminderAnswered,
        to: list[str],
        step_name: str = "",
        task_id: int | None = None,
    ) -> None:
        if not to:
            return
        instance: uuid.UUID = event.instance_id
        uow.defer(
            DELIVER,
            key=by_entry(kind, instance, event.n),
            kind=kind,
            instance_id=str(instance),
            task_id=task_id,
            title=event.title,
            step_name=step_name,
            to=to,
            at=self.clock().isoformat(),
        )


def _keys(people: Iterable[int]) -> list[str]:
    return [person_key(person) for person in people]
