"""退回: send an instance back to an earlier step, as a causally consistent undo."""

from sqlalchemy import Row, text

from db.unit_of_work import transaction
from engine import handlers, returning
from engine.commands.complete_task import Done
from engine.errors import CannotReturn
from engine.execution import CannotReturn as NoWayBack
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.running import Closing, Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import tasks
from identity.keys import person_key
from identity.principal import Principal

_ACTIVE = text("SELECT active FROM person WHERE id = :id")


def return_task(rt: Runtime, by: Principal, task_id: int, *, version: int, to: str, opinion: str) -> Done:
    """Return a task.

    Parameters
    ----------
    to
        ``initiator``, ``previous``, or the element id of a step that the diagram allows. What is
        returned to opens again, for the person who did it; the form keeps what was filled in.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    CannotReturn
        The step may not be returned there, or no such step lies in its past.
    OpinionRequired, OpinionTooLong
        A return always says why.
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        words = opinion_words(opinion, required=True)
        target = returning.target(running.deployed, running.execution, task.element, task.token, to)
        running.note(
            "return",
            person_id=by.person_id,
            task_id=task.id,
            element=task.element,
            outcome=target.element,
            words=words,
        )
        running.closes(task.token, Closing("returned", by.person_id, "return"))
        _go_back(running, task, target.token)
        running.settle()
        save(running)
        return Done(running.facts.id, running.state)


def _go_back(running: Running, task: Row[tuple[int]], past_token: int) -> None:
    """Undo, and offer the step again to whoever did it, if he is still there."""
    try:
        returned = running.execution.return_to(task.token, past_token)
    except NoWayBack as problem:
        raise CannotReturn(reason=problem.code) from problem
    running.returned.add(returned.token)
    handler = tasks.handler_of(running.uow, running.facts.id, past_token)
    if handler is not None and running.uow.execute(_ACTIVE, {"id": handler}).scalar_one_or_none():
        running.execution.tag(returned.token, handlers.tag_for(((person_key(handler), "returned"),)))
