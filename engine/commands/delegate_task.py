"""委派: somebody else gives his view first; then the task comes back to its owner, who decides."""

import uuid

from db.unit_of_work import transaction
from engine import handlers
from engine.colleagues import colleague
from engine.errors import Forbidden
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.running import Closing
from engine.runtime import Runtime
from engine.saving import save
from engine.store import handovers
from identity.keys import person_key
from identity.principal import Principal


def delegate_task(
    rt: Runtime, by: Principal, task_id: int, *, version: int, to: int, opinion: str = ""
) -> uuid.UUID:
    """Let another person do a task and get it back.

    His outcome is advice (see :mod:`engine.steering`); what he fills in stays. The task itself closes and
    opens again once he is done, for ``by`` alone.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`; Forbidden too if the step does not offer it.
    UnknownPerson, NotYourself, OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if not running.deployed.step(task.element).offers("delegate"):
            raise Forbidden(task=task_id)
        words = opinion_words(opinion, required=False)
        person = colleague(uow, by, to)
        running.note_task("delegate", by, task, outcome=person_key(person.id), words=words)
        running.closes(task.token, Closing("completed", by.person_id, "delegate", comes_back=True))
        handlers.keep_for(running, task.token, by, handlers.OWNER)
        reason = (person_key(person.id), "delegated", str(by.person_id))
        tag = handlers.tag_for((reason,), by=by.person_id, kind="delegate")
        running.execution.add_signer(task.token, "before", tag)
        handovers.insert(uow, task.id, "delegate", by.person_id, person.id, running.now)
        running.settle()
        save(running)
        return running.facts.id
