"""批量处理: several tasks completed with one outcome and one opinion, each for itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from db import make_lasting, reading
from engine.commands.complete_task import Done, complete_task
from engine.errors import AlreadyDone, EngineError, TooManyTasks
from engine.runtime import Runtime
from identity.principal import Principal

MOST = 100
"""How many tasks may be completed in one go."""

# What a completion leaves of the version that its handler had read.
_SENT_BEFORE = text(
    "SELECT t.instance_id, i.state FROM task t JOIN instance i ON i.id = t.instance_id WHERE t.id = :id"
    " AND t.state = 'completed' AND t.handler_id = :person_id AND t.outcome = :outcome"
    " AND t.version = :version + 1"
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A task, and its version as it was last read."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one of them: ``done``, or the ``error`` that refused it."""

    id: int
    done: Done | None = None
    error: EngineError | None = None


def complete_tasks(
    rt: Runtime, by: Principal, tasks: Sequence[Chosen], *, outcome: str, opinion: str = ""
) -> tuple[Result, ...]:
    """Complete tasks of steps that allow it, each in a transaction of its own, in the order given.

    One that is refused changes nothing and does not stop the others. Sent a second time with the same
    versions, what was done the first time is told as done.

    Raises
    ------
    TooManyTasks
        More than `MOST`; nothing is done.
    """
    different = list({task.id: task for task in tasks}.values())
    if len(different) > MOST:
        raise TooManyTasks(limit=MOST)
    results = tuple(_complete(rt, by, task, outcome, opinion) for task in different)
    make_lasting()
    return results


def _complete(rt: Runtime, by: Principal, task: Chosen, outcome: str, opinion: str) -> Result:
    try:
        done = complete_task(
            rt,
            by,
            task.id,
            version=task.version,
            outcome=outcome,
            document={},
            opinion=opinion,
            in_bulk=True,
        )
    except AlreadyDone as refused:
        before = _sent_before(by, task, outcome)
        return Result(task.id, done=before) if before else Result(task.id, error=refused)
    except EngineError as refused:
        return Result(task.id, error=refused)
    return Result(task.id, done=done)


def _sent_before(by: Principal, task: Chosen, outcome: str) -> Done | None:
    values = {"id": task.id, "person_id": by.person_id, "outcome": outcome, "version": task.version}
    with reading() as link:
        row = link.execute(_SENT_BEFORE, values).one_or_none()
    return Done(row.instance_id, row.state) if row else None
