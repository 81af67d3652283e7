"""Whoever holds a task answers those who asked him to hurry."""

from db.unit_of_work import transaction
from engine.commands.comment import Said
from engine.errors import AlreadyDone, Forbidden, NobodyWaits
from engine.events import ReminderAnswered
from engine.noting import is_offered, open_record_by_task
from engine.runtime import Runtime
from engine.store import comments, reminders
from engine.words import words_of
from identity.principal import Principal


def answer_reminder(rt: Runtime, by: Principal, task_id: int, text: str) -> Said:
    """Answer all who wait for an answer; the task stays as it is.

    Raises
    ------
    NotFound, AlreadyDone, Forbidden
        Not visible; closed; open for others.
    NobodyWaits
        Nobody has reminded, or all have their answer.
    WordsRequired, WordsTooLong
    """
    with transaction() as uow:
        noting, task = open_record_by_task(rt, uow, by, task_id)
        if task.state != "open":
            raise AlreadyDone(state=task.state)
        if not is_offered(task, by):
            raise Forbidden(task=task_id)
        n = noting.note("answer", by, task=task, words=words_of(text))
        waiting = reminders.answer(uow, task_id, n, noting.now)
        if not waiting:
            raise NobodyWaits(task=task_id)
        noting.save()
        people = tuple(row.by_person_id for row in waiting)
        comments.insert(uow, noting.id, n, waiting[-1].n)
        others = tuple(person for person in people if person != by.person_id)
        rt.events.publish(uow, ReminderAnswered(noting.id, n, noting.row.title, task.name, others))
        return Said(noting.id, n)
