"""常用意见: a person keeps his own list of words for opinions (T4)."""

from collections.abc import Sequence

from db.unit_of_work import transaction
from engine.errors import PhraseTooLong, TooManyPhrases
from engine.store import phrases
from engine.words import OPINION_LIMIT
from identity.principal import Principal

MOST = 50
"""How many phrases a person may keep."""


def keep_phrases(by: Principal, words: Sequence[str]) -> tuple[str, ...]:
    """Keep a list, in its order, instead of the one before.

    Blank ones and repetitions are left out; an empty list brings the usual phrases back.

    Returns
    -------
    tuple
        What is kept.

    Raises
    ------
    TooManyPhrases, PhraseTooLong
        Nothing is changed.
    """
    kept = tuple(dict.fromkeys(trimmed for one in words if (trimmed := one.strip())))
    if len(kept) > MOST:
        raise TooManyPhrases(limit=MOST)
    if any(len(one) > OPINION_LIMIT for one in kept):
        raise PhraseTooLong(limit=OPINION_LIMIT)
    with transaction() as uow:
        phrases.replace(uow, by.person_id, kept)
    return kept
