"""The cases of the table of returns: a matter with a split, and a return to somewhere around it.

The matter is ``before → split → (inside → next | first → second) → join → after → last``. The step that it
is returned to is plain or has three items. The block stands on the level of the process, in a sub-process,
or in a sub-process of which one more holds the branch of `inside`.
"""

from dataclasses import dataclass
from itertools import product
from typing import Literal

from engine.execution import Program
from tests.engine.execution.stories import Story, model, sub
from tests.engine.execution.support import chain, nodes

Place = Literal["flat", "sub", "nested"]
Target = Literal["before", "inside", "after"]
Sibling = Literal["first", "last", "not"]
"""Which branch came first to the join, the sibling or ours; ``not``: both are still on their way."""
Kind = Literal["plain", "parallel", "sequential"]
Mode = Literal["again", "one", "straight"]
"""Through the steps again from the step as a whole, or from one of its items; or straight back."""
Step = tuple[str, int | None]
"""Element and index of an item."""

ITEMS = 3
ONE = 1
"""The item that is returned to: neither the first nor the last."""
OURS = ("inside", "next")
SIBLING = ("first", "second")
_DONE = {
    "first": ("before", *SIBLING, *OURS),
    "last": ("before", *OURS, *SIBLING),
    "not": ("before", "inside", "first"),
}


@dataclass(frozen=True)
class Case:
    """A row of the table."""

    place: Place
    target: Target
    sibling: Sibling
    kind: Kind
    mode: Mode

    @property
    def id(self) -> str:
        return "-".join((self.place, self.target, self.sibling, self.kind, self.mode))

    @property
    def is_behind_open_join(self) -> bool:
        """Whether the target, done before an earlier return, lies behind a join that has not fired."""
        return self.target == "after" and self.sibling == "not"

    @property
    def source(self) -> str:
        """The open step from which the matter is returned."""
        if self.sibling == "not":
            return "next"
        return "last" if self.target == "after" else "after"

    @property
    def done(self) -> tuple[str, ...]:
        """What has been completed when it is returned, in that order."""
        return (*_DONE[self.sibling], *(("after",) if self.source == "last" else ()))

    def items(self, element: str) -> list[Step]:
        """An element's steps."""
        if element != self.target or self.kind == "plain":
            return [(element, None)]
        return [(element, index) for index in range(ITEMS)]

    def story(self) -> Story:
        """The matter at the moment before the return."""
        story = Story(_program(self.place, self.target, self.kind))
        if self.is_behind_open_join:
            for element in (*_DONE["first"], "after"):
                story.finish(*self._named(element))
            story.back("before")
        for element in self.done:
            story.finish(*self._named(element))
        return story

    def _named(self, element: str) -> list[str | tuple[str, int]]:
        return [name if index is None else (name, index) for name, index in self.items(element)]


def cases() -> list[Case]:
    """Every row: a plain step has no items that could be returned to."""
    places: tuple[Place, ...] = ("flat", "sub", "nested")
    targets: tuple[Target, ...] = ("before", "inside", "after")
    siblings: tuple[Sibling, ...] = ("first", "last", "not")
    kinds: dict[Kind, tuple[Mode, ...]] = {
        "plain": ("again", "straight"),
        "parallel": ("again", "one", "straight"),
        "sequential": ("again", "one", "straight"),
    }
    return [
        Case(place, target, sibling, kind, mode)
        for place, target, sibling in product(places, targets, siblings)
        for kind, modes in kinds.items()
        for mode in modes
    ]


def in_order(names: tuple[str, ...], story: Story) -> Story:
    """Complete whatever is open, those first that stand first in `names`, to the end of the matter."""
    while story.run.waiting:
        step = min(story.run.waiting, key=lambda one: (names.index(one.element), one.position or 0))
        story.run.complete(step.token)
        story.pause()
        story.advance()
    return story


def _program(place: Place, target: Target, kind: Kind) -> Program:
    branch = _steps(target, kind, *OURS)
    if place == "nested":
        branch = sub("deep", nodes(start="ds", end="de") + branch + chain("ds", *OURS, "de"))
    ours = ("deep",) if place == "nested" else OURS
    block = nodes(par="split join") + branch + _steps(target, kind, *SIBLING)
    block += chain("split", *ours, "join") + chain("split", *SIBLING, "join")
    around = nodes(start="s", end="e") + _steps(target, kind, "before", "after", "last")
    if place == "flat":
        return model(around + block + chain("s", "before", "split") + chain("join", "after", "last", "e"))
    inner = nodes(start="bs", end="be") + block + chain("bs", "split") + chain("join", "be")
    return model(around + sub("block", inner) + chain("s", "before", "block", "after", "last", "e"))


def _steps(target: Target, kind: Kind, *names: str) -> str:
    loop = (
        f'<multiInstanceLoopCharacteristics isSequential="{str(kind == "sequential").lower()}">'
        f"<loopCardinality>{ITEMS}</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    repeated = {target} if kind != "plain" else set()
    return "".join(f'<userTask id="{name}">{loop if name in repeated else ""}</userTask>' for name in names)
