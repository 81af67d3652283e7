"""Who is there for a diagram to name, told by whoever knows the hall's people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from designer_export.decoding import decode
from designer_export.errors import Unreadable

_WORD: Final = re.compile(r"[\w.@-]{1,64}")
MOST_WORDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Who:
    """Numbers of people, of those that were asked for; keys of groups and of roles; codes of units."""

    people: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


def words(files: Iterable[bytes]) -> frozenset[str]:
    """Give every word of some diagrams that could be the number of a person: they are asked for at once.

    A campus has too many people to tell them all, and where a tool writes them is only known later.
    """
    found: set[str] = set()
    for data in files:
        try:
            text = decode(data)[0]
        except Unreadable:
            continue
        found.update(_WORD.findall(text))
        if len(found) > MOST_WORDS:
            break
    return frozenset(found)
