"""加签: a handler asks others to sign before him, beside him or after him."""

import uuid
from collections.abc import Sequence

from db.link import Row
from db.unit_of_work import transaction
from engine import handlers
from engine.colleagues import colleague
from engine.errors import Forbidden, NobodyChosen, TooManyPeople
from engine.execution import Kind
from engine.opening import open_by_task
from engine.outcomes import opinion_words
from engine.running import Closing, Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import handovers
from identity.keys import person_key
from identity.principal import Principal
from identity.refs import PersonRef

MOST = 20
"""How many may be asked at once."""


def add_signers(
    rt: Runtime,
    by: Principal,
    task_id: int,
    *,
    version: int,
    kind: Kind,
    people: Sequence[int],
    opinion: str = "",
) -> uuid.UUID:
    """Ask people to sign at an open task.

    Parameters
    ----------
    kind
        ``before``: the task comes back to ``by`` once they have; ``beside``: in any order, and one more each
        where several sign anyway (会签); ``after``: once he has decided.
    people
        Ids of one to `MOST` people; those after him sign together.

    Raises
    ------
    NotFound, Forbidden, AlreadyDone, Stale, NotRunning
        See :func:`engine.opening.open_by_task`; Forbidden too if the step does not offer it.
    NobodyChosen, TooManyPeople, UnknownPerson, NotYourself, OpinionTooLong
    """
    with transaction() as uow:
        running, task = open_by_task(rt, uow, by, task_id, version)
        if not running.deployed.step(task.element).offers("sign"):
            raise Forbidden(task=task_id)
        words = opinion_words(opinion, required=False)
        chosen = [colleague(uow, by, person) for person in _checked(people)]
        if kind == "before":
            running.closes(task.token, Closing("completed", by.person_id, "sign", comes_back=True))
            handlers.keep_for(running, task.token, by, handlers.OWNER)
        for person in chosen:
            _add(running, by, task, kind, person, words)
            words = ""
        running.settle()
        save(running)
        return running.facts.id


def _checked(people: Sequence[int]) -> list[int]:
    different = list(dict.fromkeys(people))
    if not different:
        raise NobodyChosen
    if len(different) > MOST:
        raise TooManyPeople(limit=MOST)
    return different


def _add(running: Running, by: Principal, task: Row, kind: Kind, person: PersonRef, words: str) -> None:
    running.note_task("sign", by, task, outcome=person_key(person.id), words=words)
    handovers.insert(running.uow, task.id, "sign", by.person_id, person.id, running.now)
    reason = (person_key(person.id), "signer", str(by.person_id), kind)
    tag = handlers.tag_for((reason,), by=by.person_id)
    running.execution.add_signer(task.token, kind, tag, item=person.id)
