"""回复: whoever sees a matter says something about it, answers an entry of its record, names others (@)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from db.link import Row
from db.unit_of_work import transaction
from engine.errors import MayNotSee, TooManyPeople, UnknownEntry
from engine.events import Commented
from engine.noting import Noting, open_record
from engine.readers import strangers
from engine.runtime import Runtime
from engine.store import comments
from engine.words import words_of
from identity.principal import Principal

MOST_MENTIONS = 50


@dataclass(frozen=True, slots=True)
class Said:
    """The entry of the record that holds the comment."""

    instance_id: uuid.UUID
    n: int


def comment(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    text: str,
    *,
    reply_to: int | None = None,
    mentions: Sequence[int] = (),
) -> Said:
    """Say something about a matter, also after its end.

    Parameters
    ----------
    reply_to
        Number of the entry that this answers; its author is told.
    mentions
        Ids of people who are told; each must see the matter already, for a name opens nothing to anybody.

    Raises
    ------
    NotFound
        Unknown, or not for ``by``.
    WordsRequired, WordsTooLong, UnknownEntry, TooManyPeople
    MayNotSee
        Somebody mentioned does not see the matter, or is nobody; carries their names.
    """
    with transaction() as uow:
        noting = open_record(rt, uow, by, instance_id)
        words = words_of(text)
        answered = _answered(noting, reply_to)
        named = _named(noting, mentions)
        n = noting.note("comment", by, words=words)
        noting.save()
        comments.insert(uow, noting.id, n, reply_to, named)
        _tell(noting, by, n, named, answered)
        return Said(noting.id, n)


def _answered(noting: Noting, reply_to: int | None) -> Row | None:
    """The entry answered; a number that no entry has is refused, however large."""
    if reply_to is None:
        return None
    found = comments.entry(noting.uow, noting.id, reply_to) if 0 < reply_to <= noting.length else None
    if found is None:
        raise UnknownEntry(n=reply_to)
    return found


def _named(noting: Noting, mentions: Sequence[int]) -> tuple[int, ...]:
    named = tuple(dict.fromkeys(mentions))
    if len(named) > MOST_MENTIONS:
        raise TooManyPeople(limit=MOST_MENTIONS)
    if unknown := strangers(noting.rt, noting.uow, noting.row, named):
        raise MayNotSee(names="、".join(unknown))
    return named


def _tell(noting: Noting, by: Principal, n: int, named: tuple[int, ...], answered: Row | None) -> None:
    """Nobody hears of his own words, and nobody twice."""
    others = tuple(person for person in named if person != by.person_id)
    author = answered.person_id if answered is not None else None
    if author in {by.person_id, *others}:
        author = None
    if others or author is not None:
        event = Commented(noting.id, n, noting.row.title, others, author)
        noting.rt.events.publish(noting.uow, event)
