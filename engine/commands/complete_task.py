"""完成, 通过 and every other outcome: a handler submits his step."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.link import Row
from db.unit_of_work import transaction
from designer_export.native import Outcome
from engine import choosing, filling
from engine.errors import NotInBulk
from engine.opening import open_by_task
from engine.outcomes import choose, opinion_is_required, opinion_words
from engine.running import Closing, Running
from engine.runtime import Runtime
from engine.saving import save
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a handler: his instance, and its state after everything automatic ran."""

    instance_id: uuid.UUID
    state: str


def complete_task(
    rt: Runtime,
    by: Principal,
    task_id: int,
    *,
    version: int,
    outcome: str,
    document: Mapping[str, Any],
    opinion: str = "",
    chosen: Mapping[str, Sequence[int]] | None = None,
    in_bulk: bool = False,
) -> Done:
    """Complete a task with an outcome.

    Parameters
    ----------
    version
        The task's version as ``by`` last read it.
    document
        The submitted fields only; others stay as they are.
    chosen
        Who shall handle coming steps, by element, where the diagram lets this handler choose.
    in_bulk
        Whether it is one of several that were not opened one by one; the caller then waits for the disk,
        with :func:`db.make_lasting`.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    UnknownOutcome, OpinionRequired, OpinionTooLong, Invalid
        What was sent does not hold; nothing is changed.
    NobodyToHandle
        Nobody could handle what would come next, and that step's policy refuses it then.
    NotInBulk
        The step does not allow that.
    """
    with transaction(lasting=not in_bulk) as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if in_bulk and not running.deployed.step(task.element).batch:
            raise NotInBulk(task=task_id)
        pressed = choose(running.deployed, task.element, outcome)
        required = opinion_is_required(running.deployed, task.element, pressed)
        words = opinion_words(opinion, required=required)
        filling.submit(running, by, task.element, document)
        choosing.take(running, by, running.step(task.token), chosen or {})
        _decide(running, by, task, pressed, words)
        running.settle()
        save(running)
        return Done(running.facts.id, running.state)


def _decide(running: Running, by: Principal, task: Row, pressed: Outcome, words: str) -> None:
    filling.decide(running, by, running.step(task.token), pressed, words)
    running.note_task("complete", by, task, outcome=pressed.id, words=words)
    running.closes(task.token, Closing("completed", by.person_id, pressed.id))
    running.submitted = True
    running.execution.complete(task.token)
