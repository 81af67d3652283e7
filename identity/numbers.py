"""Who sees the numbers of others: staff. Anybody else sees their ends, by which namesakes are told apart."""

from identity.capabilities import IDENTITY_MANAGE
from identity.principal import Principal, may_somewhere
from identity.refs import PersonRef

STAFF = frozenset({"staff", "teacher", "administrator"})
"""Kinds of people who work with numbers."""
HIDDEN, HEAD, TAIL = 4, 4, 2
"""Characters of a number: how many are hidden at the least, and shown at the most before and after them."""


def sees_numbers(by: Principal | None) -> bool:
    """Whether somebody sees the numbers of others, and may look for people by a part of one."""
    return by is not None and (not STAFF.isdisjoint(by.kinds) or may_somewhere(by, IDENTITY_MANAGE))


def shown_number(person: PersonRef, by: Principal | None) -> str:
    """Return the number of a person as somebody may see it: ``2023****17``; his own as it is."""
    own = by is not None and by.person_id == person.id
    return person.number if own or sees_numbers(by) else masked(person.number)


def masked(number: str) -> str:
    """Return a number with its middle hidden; of a short one less is shown."""
    tail = min(TAIL, max(0, len(number) - HIDDEN))
    head = min(HEAD, max(0, len(number) - HIDDEN - tail))
    end = len(number) - tail
    return number[:head] + "*" * (end - head) + number[end:]
