"""抄送: whoever handles a step, or has handled it, gives the matter to others to read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.copying import MOST_BY_HAND, keys_of, offers_copies
from engine.errors import Forbidden, NobodyChosen, TooManyPeople, UnknownPerson
from engine.events import CopiesSent
from engine.noting import Noting, is_offered, open_record_by_task
from engine.people import active
from engine.runtime import Runtime
from engine.store import copies
from engine.words import words_of
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Sent:
    """The entry of the record that tells of the copies."""

    instance_id: uuid.UUID
    n: int
    people: tuple[int, ...]


def send_copies(rt: Runtime, by: Principal, task_id: int, people: Sequence[int], *, text: str = "") -> Sent:
    """Give a matter to people to read; they see the fields that the step of ``task_id`` sees.

    Parameters
    ----------
    task_id
        An open task of his, or one that he has done; also his own application, even after its end.
    text
        A word to them, for the record.

    Raises
    ------
    NotFound, Forbidden
        Not visible; not his, or the step does not offer it.
    NobodyChosen, TooManyPeople, UnknownPerson, WordsTooLong
    """
    with transaction() as uow:
        noting, task = open_record_by_task(rt, uow, by, task_id)
        if not _may_copy(noting, task, by):
            raise Forbidden(task=task_id)
        chosen = _chosen(uow, by, people)
        n = noting.note("copy", by, task=task, outcome=keys_of(chosen), words=words_of(text, required=False))
        noting.save()
        copies.put(uow, noting.id, chosen, by.person_id, task.element, noting.now)
        rt.events.publish(uow, CopiesSent(noting.id, n, noting.row.title, task.name, chosen))
        return Sent(noting.id, n, chosen)


def _may_copy(noting: Noting, task: Row, by: Principal) -> bool:
    """His task, now or before, at a step that offers it."""
    deployed = noting.rt.definitions.get(noting.uow, noting.row.definition_id)
    his = task.handler_id == by.person_id or is_offered(task, by)
    return his and offers_copies(deployed, task.element)


def _chosen(uow: UnitOfWork, by: Principal, people: Sequence[int]) -> tuple[int, ...]:
    """The people meant, each once; a copy for oneself says nothing."""
    wanted = tuple(dict.fromkeys(person for person in people if person != by.person_id))
    if not wanted:
        raise NobodyChosen
    if len(wanted) > MOST_BY_HAND:
        raise TooManyPeople(limit=MOST_BY_HAND)
    known = active(uow, wanted)
    for person in wanted:
        if person not in known:
            raise UnknownPerson(person=person)
    return wanted
