"""改派: an administrator gives open tasks of a matter to another person."""

import uuid

from db.link import Row
from db.unit_of_work import transaction
from engine import handlers, holding
from engine.errors import UnknownPerson
from engine.mend_errors import NoSuchTask
from engine.opening import open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import handovers
from engine.words import reason_words
from identity.directory import expand
from identity.keys import is_id, person_key
from identity.principal import Principal


def reassign_tasks(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    to: int,
    task: int | None = None,
    held_by: int | None = None,
    at: str = "",
    reason: str,
) -> str:
    """Give open tasks to a person, whatever their steps' rules and operations say; give the state.

    He is told, and whoever had one alone may still read the matter.

    Parameters
    ----------
    to
        Id of a person who is active.
    task, held_by, at
        Which of the open tasks: this one; those that this person has alone; those of this element. What is
        said must all hold; of nothing said, all of them.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    UnknownPerson
        There is none, or he has left.
    NoSuchTask
        Nothing of that is open, or he has it already.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        found = expand(uow, [person_key(to)]) if is_id(to) else ()
        if not found:
            raise UnknownPerson(person=to)
        key = person_key(found[0].id)
        chosen = [
            one
            for one in running.open_tasks
            if task in (None, one.id)
            and at in ("", one.element)
            and (held_by is None or _alone(one) == person_key(held_by))
            and _alone(one) != key
        ]
        if not chosen:
            raise NoSuchTask(instance=str(instance_id))
        for one in chosen:
            _give(running, by, one, key, words)
        running.settle()
        save(running)
        return running.state


def _alone(task: Row) -> str | None:
    """Give the key of whoever has a task alone; None if it is offered to several."""
    holders = handlers.holders(task)
    return holders[0] if len(holders) == 1 else None


def _give(running: Running, by: Principal, task: Row, key: str, words: str) -> None:
    before = _alone(task)
    if task.held_at is not None:
        holding.take_up(running, by, task)
    running.note_task("reassign", by, task, outcome=key, words=words)
    handlers.put(running, task, ((key, "transferred", str(by.person_id)),))
    if before is not None and before.startswith("p:"):
        handed = int(before.removeprefix("p:")), int(key.removeprefix("p:"))
        handovers.insert(running.uow, task.id, "transfer", *handed, running.now)
