"""撤回: a handler takes back what he has done, as long as nobody has gone on from it."""

from db.unit_of_work import transaction
from engine import handlers
from engine.commands.complete_task import Done
from engine.errors import CannotWithdraw, Forbidden
from engine.execution import CannotMove, CannotReturn
from engine.opening import open_around_task
from engine.outcomes import opinion_words
from engine.runtime import Runtime
from engine.saving import save
from identity.principal import Principal


def withdraw_task(rt: Runtime, by: Principal, task_id: int, *, opinion: str = "") -> Done:
    """Open a task again that ``by`` has completed, for himself; what followed of itself is undone.

    The initiator may take back his application like this, as long as nobody has handled it.

    Raises
    ------
    NotFound, NotRunning
    Forbidden
        Somebody else has done it, or the step does not offer it.
    CannotWithdraw
        ``reason`` says why: somebody has gone on from it, something was sent, …
    OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_around_task(rt, uow, by, task_id)
        if task.handler_id != by.person_id or "withdraw" in running.deployed.step(task.element).without:
            raise Forbidden(task=task_id)
        words = opinion_words(opinion, required=False)
        if task.state != "completed":
            raise CannotWithdraw(reason="not_done")
        running.note("withdraw", person_id=by.person_id, task_id=task.id, element=task.element, words=words)
        try:
            opened = running.execution.withdraw(task.token)
        except (CannotMove, CannotReturn) as problem:
            raise CannotWithdraw(reason=problem.code) from problem
        handlers.keep_for(running, opened.token, by, "withdrew")
        running.settle()
        save(running)
        return Done(running.facts.id, running.state)
