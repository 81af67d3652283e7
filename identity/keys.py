"""Principal keys: the texts by which tasks, grants and receivers name people.

``p:<person id>``, ``g:<group key>``, ``r:<role key>@<unit id>``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

LARGEST_ID = 2**63 - 1
"""PostgreSQL's bigint: a larger number is nobody's id."""
_DIGITS = len(str(LARGEST_ID))


def person_key(person_id: int) -> str:
    """Return the key of one person."""
    return f"p:{person_id}"


def group_key(group: str) -> str:
    """Return the key of a group."""
    return f"g:{group}"


def role_key(role: str, unit_id: int) -> str:
    """Return the key of a role at a unit."""
    return f"r:{role}@{unit_id}"


def is_id(number: int) -> bool:
    """Whether a number may be the id of a row."""
    return 0 < number <= LARGEST_ID


@dataclass(frozen=True, slots=True)
class KeySet:
    """Principal keys sorted by their sort; ``roles`` and ``role_units`` run in step."""

    persons: tuple[int, ...]
    groups: tuple[str, ...]
    roles: tuple[str, ...]
    role_units: tuple[int, ...]


def parse(keys: Iterable[str]) -> KeySet:
    """Take principal keys apart.

    Raises
    ------
    ValueError
        If a key has none of the three forms, or holds what can be no id and no name of a group or role.
    """
    persons: list[int] = []
    groups: list[str] = []
    roles: list[tuple[str, int]] = []
    for key in keys:
        sort, _, rest = key.partition(":")
        role, _, unit = rest.rpartition("@")
        if sort == "p" and _id(rest):
            persons.append(int(rest))
        elif sort == "g" and _name(rest):
            groups.append(rest)
        elif sort == "r" and _name(role) and _id(unit):
            roles.append((role, int(unit)))
        else:
            raise ValueError(f"not a principal key: {key!r}")
    return KeySet(tuple(persons), tuple(groups), tuple(r for r, _ in roles), tuple(u for _, u in roles))


def _id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS and is_id(int(text))


def _name(text: str) -> bool:
    """Whether PostgreSQL can be asked for it: it takes neither NUL nor half a surrogate pair."""
    return text != "" and text.isprintable()
