"""What a forecast is made of: series of steps, forks and parts, each element once.

Every piece says by ``sort`` what it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

Reasons = tuple[tuple[str, ...], ...]
ForkKind = Literal["all", "one", "some", "race", "beside", "undo"]
"""How the branches relate.

All at once; one of them; some; the one whose event comes first; what an event may bring about beside
the rest; what undoes something that was done.
"""


@dataclass(frozen=True, slots=True)
class Usual:
    """How long a step has usually taken: the median of so many, in seconds."""

    seconds: float
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a person.

    Attributes
    ----------
    now
        It is open already.
    certain
        It will come unless somebody intervenes.
    several
        It is done by or for several: ``each`` at once, ``in_turn``; else ``one`` of its people does it.
    count
        How many times, where that is known.
    reasons
        Who would handle it and why, as :mod:`engine.assignment` gives them.
    people
        The names behind the reasons.
    later
        Who else may handle it is decided on the way.
    """

    sort: ClassVar[str] = "step"
    element: str
    name: str
    now: bool
    certain: bool
    several: Literal["one", "each", "in_turn"] = "one"
    count: int | None = None
    reasons: Reasons = ()
    people: tuple[str, ...] = ()
    later: bool = False
    usual: Usual | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """The way goes on at a step or node that stands elsewhere; ``back``: where it has been before."""

    sort: ClassVar[str] = "again"
    element: str
    name: str
    back: bool


@dataclass(frozen=True, slots=True)
class End:
    """The way ends here."""

    sort: ClassVar[str] = "end"
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class Branch:
    """One way of a fork.

    Attributes
    ----------
    label
        What the diagram calls it; empty if it does not say.
    default
        It is taken when none of the others is.
    event
        What brings it about: ``timer``, ``message`` …; empty for a way of the flow.
    goes_on
        What follows it stands behind the fork.
    """

    label: str
    items: tuple["Item", ...]
    default: bool = False
    event: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Fork:
    """Where ways part; ``element`` is the node at which they do, empty where several are open already."""

    sort: ClassVar[str] = "fork"
    kind: ForkKind
    element: str
    name: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is inside a sub-process or a called process; ``count``: how many times, where that is known."""

    sort: ClassVar[str] = "part"
    element: str
    name: str
    count: int | None
    items: tuple["Item", ...]


Item = Step | Again | End | Fork | Part


@dataclass(frozen=True, slots=True)
class Forecast:
    """What lies ahead.

    Attributes
    ----------
    complete
        False if the diagram is too large to be followed to its end.
    """

    items: tuple[Item, ...]
    complete: bool = True

    def steps(self) -> Iterator[Step]:
        """Every step of it, in order."""
        return steps_of(self.items)

    def usual_steps(self) -> Iterator[Step]:
        """Every step but those that come only when something has gone wrong."""
        return steps_of(self.items, without=frozenset({"error"}))


def steps_of(items: tuple[Item, ...], without: frozenset[str] = frozenset()) -> Iterator[Step]:
    """The steps of a series and of what is inside it, in order; `without` branches of some events."""
    for item in items:
        if isinstance(item, Step):
            yield item
        elif isinstance(item, Part):
            yield from steps_of(item.items, without)
        elif isinstance(item, Fork):
            for branch in item.branches:
                if branch.event not in without:
                    yield from steps_of(branch.items, without)


def mapped(items: tuple[Item, ...], change: Callable[[Step], Step]) -> tuple[Item, ...]:
    """The same series with every step changed."""
    return tuple(_mapped(item, change) for item in items)


def _mapped(item: Item, change: Callable[[Step], Step]) -> Item:
    if isinstance(item, Step):
        return change(item)
    if isinstance(item, Part):
        return replace(item, items=mapped(item.items, change))
    if isinstance(item, Fork):
        return replace(item, branches=tuple(replace(b, items=mapped(b.items, change)) for b in item.branches))
    return item
