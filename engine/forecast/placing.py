"""What one place contributes to a forecast: a step, the parts inside it, what it undoes."""

from collections.abc import Callable, Mapping

from engine.execution import Place

from .certainty import Certainty
from .deciding import UNKNOWN, Deciding
from .graph import Graph
from .items import Branch, Fork, Item, Part, Reasons, Step, Usual, steps_of
from .scene import Context, Scene, Spot
from .writing import PERSONS

DEEPEST = 10
"""Forks and parts inside each other; what lies deeper is told without its shape."""

Who = Callable[[Spot, Place], tuple[Reasons, bool]]
"""Who would handle a step, and whether more of that is decided on the way."""


class Placing:
    """What is at a place; `level` and `series` are the walker's."""

    def __init__(
        self,
        scene: Scene,
        deciding: Deciding,
        who: Who,
        names: Callable[[str], str],
        usual: Mapping[str, Usual],
        given: frozenset[str],
    ) -> None:
        self._given = given
        self._scene, self._deciding, self._who, self._name, self._usual = scene, deciding, who, names, usual
        self._certainty = Certainty(scene, deciding)
        self._graphs: dict[int, Graph] = {}
        self._seen: set[tuple[int, str]] = set()
        self._path: set[tuple[int, str]] = set()

    def level(self, context: Context, certain: bool, depth: int) -> list[Item]:
        """What a level holds."""
        raise NotImplementedError

    def series(self, context: Context, at: str, stop: str | None, certain: bool, depth: int) -> list[Item]:
        """What follows from a node on."""
        raise NotImplementedError

    def flat(self, context: Context, firsts: list[str], stop: str | None) -> list[Item]:
        """Steps without their shape."""
        raise NotImplementedError

    def graph(self, context: Context) -> Graph:
        """The ways of a level."""
        if context.key not in self._graphs:
            self._graphs[context.key] = Graph(context, self._deciding)
        return self._graphs[context.key]

    def here(self, context: Context, place: Place, certain: bool, depth: int) -> list[Item]:
        """What a place contributes."""
        if place.kind in PERSONS:
            return self.step(context, place, certain)
        if place.inside is not None:
            return self._parts(context, place, certain, depth)
        if place.throws & {"compensation", "cancel"}:
            return self._undone(context, place, depth)
        return []

    # --- a step

    def step(self, context: Context, place: Place, certain: bool) -> list[Item]:
        """A step of a person, unless it is done for nobody."""
        spot = Spot(context.key, place.element)
        stands = context.stands or ()
        now = place.element in self._given or any(s.element == place.element and s.entered for s in stands)
        count = self.count(spot, place)
        if count == 0 and not now:
            return []
        reasons, later = self._who(spot, place)
        repeat = place.repeat
        return [
            Step(
                element=place.element,
                name=self._name(place.element),
                now=now,
                certain=now or (certain and self._surely(spot, place, count)),
                several="one" if repeat is None else "in_turn" if repeat.ordered else "each",
                count=count,
                reasons=reasons,
                later=later,
                usual=self._usual.get(place.element),
            )
        ]

    def count(self, spot: Spot, place: Place) -> int | None:
        """How many times an activity is done; None if it is done once, or if nobody knows yet."""
        repeat = place.repeat
        if repeat is None:
            return None
        found = UNKNOWN
        if repeat.collection is not None:
            found = self._deciding.variable(spot, repeat.collection)
            return len(found) if isinstance(found, list | dict) else None
        if repeat.number is not None:
            found = self._deciding.value(spot, repeat.number)
        return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None

    def _surely(self, spot: Spot, place: Place, count: int | None) -> bool:
        repeat = place.repeat
        begins = repeat is None or count is not None or _is_turn(place)
        listeners = [self._scene.contexts[spot.context].place(name) for name in place.listeners]
        lasts = not any(one.interrupts and one.at_once for one in listeners)
        return begins and lasts and not place.gathers and self._certainty.is_safe(spot)

    # --- what is inside

    def _parts(self, context: Context, place: Place, certain: bool, depth: int) -> list[Item]:
        """What is inside a place: the levels under way, and the one that is yet to begin."""
        # Those that are enough end the others where they stand.
        certain = certain and not (place.repeat is not None and place.repeat.may_stop)
        found = [self._inside(inner, certain, depth) for inner in context.under_way.get(place.element, ())]
        count = self.count(Spot(context.key, place.element), place)
        child = context.to_come.get(place.element)
        if child is None:
            self._scene.complete &= bool(found)
        elif count != 0:
            spot = Spot(context.key, place.element)
            sure = certain and not found and self._surely(spot, place, count)
            found.append(self._inside(child, sure, depth))
        found = [items for items in found if any(steps_of(tuple(items)))]
        if not found:
            return []
        inside = found[0] if len(found) == 1 else [_at_once(found)]
        return [Part(place.element, self._name(place.element), count, tuple(inside))]

    def _inside(self, context: Context, certain: bool, depth: int) -> list[Item]:
        if depth < DEEPEST:
            return self.level(context, certain, depth + 1)
        return self.flat(context, [*context.firsts, *context.view.beside], None)

    # --- what is undone

    def _undone(self, context: Context, place: Place, depth: int) -> list[Item]:
        """The activities that compensation may begin, here and in the levels inside."""
        branches = []
        for spot in self._scene.undoing(context, place):
            where = self._scene.contexts[spot.context]
            if (spot.context, spot.element) not in self._seen and depth < DEEPEST:
                items = tuple(self.series(where, spot.element, None, False, depth + 1))
                branches.append(Branch(self._name(spot.element), items))
        branches = [branch for branch in branches if any(steps_of(branch.items))]
        return [Fork("undo", place.element, self._name(place.element), tuple(branches))] if branches else []


def _is_turn(place: Place) -> bool:
    """Whether it is a loop with at least one turn."""
    repeat = place.repeat
    return (
        repeat is not None and not repeat.may_be_none and repeat.collection is None and repeat.number is None
    )


def _at_once(found: list[list[Item]]) -> Fork:
    return Fork("all", "", "", tuple(Branch("", tuple(items)) for items in found))
