"""Who is there for a diagram to name, told by whoever knows the hall's people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from designer_export.decoding import decode
from designer_export.errors import Unreadable

MOST_BYTES: Final = 500_000
"""Of what is looked through for people: it is done by the server itself, which others wait for."""
_WORD: Final = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Who:
    """Whom steps may name.

    Attributes
    ----------
    people
        Numbers of people, of those that were asked for; None if nobody was: nothing is said of people then.
    groups, roles, units
        Keys of groups and of roles, codes of units.
    """

    people: frozenset[str] | None = None
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def words(files: Iterable[bytes]) -> frozenset[str] | None:
    """Give every word of some diagrams that could be the number of a person; None if they are too long.

    They are asked for at once. A campus has too many people to tell them all, and where a tool writes them is
    only known when the diagram has been read, which the server leaves to others.
    """
    files = list(files)
    if not files or sum(map(len, files)) > MOST_BYTES:
        return None
    found: set[str] = set()
    for data in files:
        try:
            found.update(_WORD.findall(decode(data)[0]))
        except Unreadable:
            continue
    return frozenset(found)
