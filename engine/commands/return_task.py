"""退回: send an instance back to an earlier step, as a causally consistent undo."""

from collections.abc import Callable
from typing import Literal

from db.link import Row
from db.unit_of_work import transaction
from engine import handlers, returning
from engine.commands.complete_task import Done
from engine.errors import CannotReturn
from engine.execution import CannotReturn as NoWayBack
from engine.execution import PastStep
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.running import Closing, Running
from engine.runtime import Runtime
from engine.saving import save
from identity.principal import Principal

Then = Literal["again", "back"]


def return_task(
    rt: Runtime,
    by: Principal,
    task_id: int,
    *,
    version: int,
    to: str,
    opinion: str,
    then: Then = "again",
) -> Done:
    """Return a task.

    Parameters
    ----------
    to
        ``initiator``, ``previous``, or the element id of a step that the diagram allows. What is
        returned to opens again, for the person who did it; the form keeps what was filled in.
    then
        ``again``: everything that depends on that step is undone, and the matter comes through the steps
        again. ``back``: nothing is undone, and the matter comes straight back to ``by``.

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
        kind = "return" if then == "again" else "back"
        running.note_task(kind, by, task, outcome=target.element, words=words)
        running.closes(task.token, Closing("returned", by.person_id, "return"))
        try:
            opened = _MODES[then](running, by, task, target)
        except NoWayBack as problem:
            raise CannotReturn(reason=problem.code) from problem
        running.returned.add(opened)
        running.settle()
        save(running)
        return Done(running.facts.id, running.state)


def _through_the_steps_again(running: Running, by: Principal, task: Row, target: PastStep) -> int:
    return returning.go_back(running, task, target)


def _straight_back(running: Running, by: Principal, task: Row, target: PastStep) -> int:
    """Let him do his step once more while this one waits."""
    handlers.keep_for(running, task.token, by, handlers.OWNER)
    tag = handlers.tag_for(returning.who_did(running, target), by=by.person_id, kind="back")
    return running.execution.hand_back(task.token, target.token, tag)


_MODES: dict[Then, Callable[[Running, Principal, Row, PastStep], int]] = {
    "again": _through_the_steps_again,
    "back": _straight_back,
}
