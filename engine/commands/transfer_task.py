"""转办: a handler gives his task to somebody else for good."""

import uuid

from db.unit_of_work import transaction
from engine import handlers
from engine.colleagues import colleague
from engine.errors import Forbidden
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.runtime import Runtime
from engine.saving import save
from engine.store import handovers
from identity.keys import person_key
from identity.principal import Principal


def transfer_task(
    rt: Runtime, by: Principal, task_id: int, *, version: int, to: int, opinion: str = ""
) -> uuid.UUID:
    """Give a task to another person; it is his alone, whatever the step's rules say.

    Parameters
    ----------
    to
        Id of a person who is active and not ``by``; he may never have signed in.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`; Forbidden too if the step does not offer it.
    UnknownPerson, NotYourself, OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if not running.deployed.step(task.element).offers("transfer"):
            raise Forbidden(task=task_id)
        words = opinion_words(opinion, required=False)
        person = colleague(uow, by, to)
        running.note_task("transfer", by, task, outcome=person_key(person.id), words=words)
        handlers.put(running, task, ((person_key(person.id), "transferred", str(by.person_id)),))
        handovers.insert(uow, task.id, "transfer", by.person_id, person.id, running.now)
        running.settle()
        save(running)
        return running.facts.id
