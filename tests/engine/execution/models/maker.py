"""Random sound diagrams: every block has one way in and one way out, whatever happens in between."""

from dataclasses import dataclass
from random import Random

from tests.engine.execution.models.flowing import Make
from tests.engine.execution.models.raising import Raising
from tests.engine.execution.models.writing import Block, Model


@dataclass(frozen=True)
class Kinds:
    """Which kinds of blocks a model may have.

    Attributes
    ----------
    listens
        Whether events may stand at borders and beside levels.
    waits
        Whether the flow itself may wait for an event, so that people alone cannot finish it.
    works
        Whether scripts have their part.
    serves
        Whether services have theirs.
    calls
        Whether other processes are called.
    raises
        Whether errors and escalations come from inside.
    undoes
        Whether the diagram undoes by compensation: such steps are not returned to.
    """

    listens: bool = True
    waits: bool = True
    works: bool = True
    serves: bool = True
    calls: bool = True
    raises: bool = True
    undoes: bool = True


QUIET = Kinds(*[False] * 7)


class ModelMaker(Raising):
    """Writes one random model."""

    def __init__(self, random: Random, kinds: Kinds = QUIET, says: str = "c_{user} == {answer}") -> None:
        super().__init__(random, says)
        self._kinds = kinds

    def model(self, depth: int = 3, first: Block | None = None) -> Model:
        """A file with one process, which begins with `first`, and those that it calls."""
        body = self.body(depth, first, shortest=2)
        return Model(self.file(self.process("P", body, runs=True)), tuple(self.flags))

    def body(self, depth: int, first: Block | None = None, shortest: int = 1) -> str:
        """The contents of one level, perhaps with an event sub-process."""
        text = self.level(depth, first, shortest)
        if self._kinds.listens and not self.is_quiet and self.chance(0.3):
            text += self.event_sub(min(depth - 1, 1))
        return text

    def hosts(self, depth: int) -> list[Make]:
        """The activities that events may stand on."""
        found: list[Make] = [self.user, self.user, self.items]
        found += [self.receive] if self._kinds.waits else []
        found += [self.service] if self._kinds.serves else []
        found += [self.sub, self.items_of_levels] if depth > 1 else []
        return found + ([self.call] if depth > 1 and self._kinds.calls else [])

    def makers(self, depth: int) -> list[Make]:
        """The blocks that may stand at this depth; user tasks come most often."""
        found: list[Make] = [self.user, self.user, self.user, self.items]
        kinds = self._kinds
        if kinds.works:
            found += [self.script]
        if kinds.serves:
            found += [self.service]
        if kinds.waits:
            found += [self.catch, self.throw]
        if depth <= 0:
            return found
        found += [self.stop, self.all_ways, self.some_ways, self.one_way, self.sub, self.around, self.linked]
        found += [self.items_of_levels, self.turns]
        if kinds.waits:
            found += [self.race]
        if kinds.listens:
            found += [self.guarded, self.guarded, self.guarded, self.some_are_enough, self.any_order]
        if kinds.calls:
            found += [self.call]
        if kinds.raises:
            found += [self.failing, self.escalating]
        if kinds.undoes:
            found += [self.undoing, self.transaction]
        return found
