"""Principal keys: the texts by which tasks, grants and receivers name people.

``p:<person id>``, ``g:<group key>``, ``r:<role key>@<unit id>``.
"""

from collections.abc import Iterable
from dataclasses import dataclass


def person_key(person_id: int) -> str:
    """Return the key of one person."""
    return f"p:{person_id}"


def group_key(group: str) -> str:
    """Return the key of a group."""
    return f"g:{group}"


def role_key(role: str, unit_id: int) -> str:
    """Return the key of a role at a unit."""
    return f"r:{role}@{unit_id}"


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
        If a key has none of the three forms.
    """
    persons: list[int] = []
    groups: list[str] = []
    roles: list[tuple[str, int]] = []
    for key in keys:
        sort, _, rest = key.partition(":")
        if sort == "p":
            persons.append(int(rest))
        elif sort == "g" and rest:
            groups.append(rest)
        elif sort == "r" and "@" in rest:
            role, _, unit = rest.rpartition("@")
            roles.append((role, int(unit)))
        else:
            raise ValueError(f"not a principal key: {key!r}")
    return KeySet(tuple(persons), tuple(groups), tuple(r for r, _ in roles), tuple(u for _, u in roles))
