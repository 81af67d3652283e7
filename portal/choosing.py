"""Choosing people on a page: what was typed, who is found, who is chosen already."""

from dataclasses import dataclass

from flask import request

from db import reading
from engine.commands.add_signers import MOST
from identity.directory import people, search_people, searchable
from identity.numbers import sees_numbers
from identity.refs import PersonRef
from portal.inputs import LARGEST
from web.principal import require_principal

SHOWN = 10
"""How many a search shows; who is not among them is found by more letters."""


SEARCHES = {"to": "q_person", "held_by": "q_holder"}
"""Of the page that has several fields of people: the input of each one's search."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The state of a field of people; those chosen stand first among what is shown.

    ``more`` says that the search has found more than are shown.
    """

    typed: str
    shown: tuple[PersonRef, ...]
    chosen: frozenset[int]
    searched: bool
    more: bool = False


def choice_of(name: str, search: str = "q", *, oneself: bool = False) -> Choice:
    """Read a field of people from a form or an address, with what its own search finds.

    Parameters
    ----------
    name
        Of the inputs that hold the ids.
    search
        Of the input of its search, where the page has another one.
    oneself
        Whether the reader may choose himself: to give a task of his own away to himself is nothing.
    """
    typed = request.values.get(search, "")[:100]
    chosen, me = chosen_of(name), require_principal()
    with reading() as connection:
        found = search_people(connection, typed, limit=SHOWN + 1, numbers=sees_numbers(me))
        known = people(connection, chosen)
    shown = [known[one] for one in chosen if one in known]
    hidden = set(known) if oneself else {*known, me.person_id}
    shown += [one for one in found[:SHOWN] if one.id not in hidden]
    return Choice(typed, tuple(shown), frozenset(known), searchable(typed), len(found) > SHOWN)


def chosen_of(name: str) -> list[int]:
    """Return the ids that were chosen; what is no id is left out, and so is more than may be chosen."""
    ids = [one for one in request.values.getlist(name, type=int) if 0 < one <= LARGEST]
    return list(dict.fromkeys(ids))[: MOST + 1]
