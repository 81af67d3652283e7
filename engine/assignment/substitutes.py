"""代理: who stands in when a task is made for somebody who is away.

Somebody named in person is replaced. A group or a post stays as it is, for its other members are there and
whoever joins it may act; only if all of them are away do their substitutes come beside it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from identity.keys import person_key

from .people import People
from .rules import Reason

OWN = "initiator"
"""The rule by which somebody's own application comes back to him: nobody else fills that in."""


@dataclass(frozen=True, slots=True)
class StoodIn:
    """Reasons with substitutes among them, and the pairs (who is away, who stands in)."""

    reasons: tuple[Reason, ...]
    pairs: tuple[tuple[int, int], ...]


def stand_in(reasons: Iterable[Reason], people: People) -> StoodIn:
    """Put substitutes in the place of those who are away."""
    found: list[Reason] = []
    pairs: list[tuple[int, int]] = []
    for reason in reasons:
        away = list(_away(reason, people))
        if not (away and reason[0].startswith("p:")):
            found.append(reason)
        found += [(person_key(instead), "substitute", str(absent)) for absent, instead in away]
        pairs += away
    return StoodIn(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(pairs)))


def _away(reason: Reason, people: People) -> Iterator[tuple[int, int]]:
    """Those behind a key who are away, if nobody behind it is there."""
    behind = people.behind.get(reason[0], ())
    if reason[1] != OWN and all(one in people.stand_ins for one in behind):
        yield from ((one, people.stand_ins[one]) for one in behind)
