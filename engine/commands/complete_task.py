"""完成, 通过 and every other outcome: a handler submits his step."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.link import Row
from db.unit_of_work import transaction
from designer_export.native import Outcome
from engine import filling
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
    in_bulk: bool = False,
) -> Done:
    """Complete a task with an outcome.

    Parameters
    ----------
    version
        The task's version as ``by`` last read it.
    document
        The submitted fields only; others stay as they are.
    in_bulk
        Whether it is one of several that were not opened one by one.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`.
    UnknownOutcome, OpinionRequired, OpinionTooLong, Invalid
        What was sent does not hold; nothing is changed.
    NotInBulk
        The step does not allow that.
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if in_bulk and not running.deployed.step(task.element).batch:
            raise NotInBulk(task=task_id)
        chosen = choose(running.deployed, task.element, outcome)
        required = opinion_is_required(running.deployed, task.element, chosen)
        words = opinion_words(opinion, required=required)
        filling.submit(running, by, task.element, document)
        _decide(running, by, task, chosen, words)
        running.settle()
        save(running)
        return Done(running.facts.id, running.state)


def _decide(running: Running, by: Principal, task: Row, chosen: Outcome, words: str) -> None:
    filling.decide(running, by, running.step(task.token), chosen, words)
    running.note(
        "complete",
        person_id=by.person_id,
        task_id=task.id,
        element=task.element,
        outcome=chosen.id,
        words=words,
    )
    running.closes(task.token, Closing("completed", by.person_id, chosen.id))
    running.execution.complete(task.token)
