"""The ground of a forecast: every place that can still be reached, on every level, and what leads where.

A level that is called from two places is two contexts; a level under way is one of its own. The graph here
knows no conditions: it holds whatever may come, for those who ask what may come before what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.execution import Ground, LevelView, Outlook, Place, Stand

MOST = 3000
"""Spots that a forecast looks at; what lies beyond is not foreseen."""


class Spot(NamedTuple):
    """A place in a context: where it is entered, or (``after``) where what is inside it is done."""

    context: int
    element: str
    after: bool = False


@dataclass
class Context:
    """One level of the forecast.

    Attributes
    ----------
    host
        The spot that it is inside of; None for the process.
    variables, unsure
        What is seen there now, and names of which nothing is known.
    stands
        Who is at work there; None for a level that is yet to begin.
    still
        What begins there by itself later.
    inside
        Contexts inside it by their host's element: those under way, and the one to come.
    """

    key: int
    view: LevelView
    host: Spot | None
    variables: Mapping[str, Any]
    unsure: frozenset[str]
    stands: tuple[Stand, ...] | None
    still: tuple[str, ...] = ()
    under_way: dict[str, list["Context"]] = field(default_factory=dict)
    to_come: dict[str, "Context"] = field(default_factory=dict)

    def place(self, element: str) -> Place:
        """Give a node of this level."""
        return self.view.places[element]

    @property
    def firsts(self) -> list[str]:
        """Where its ways begin: where somebody stands, else at its starts."""
        if self.stands is None:
            return [*(self.view.starts or self.view.begins)]
        return list(dict.fromkeys([*(stand.element for stand in self.stands), *self.still]))


class Scene:
    """Contexts, spots and the ways between them."""

    def __init__(self, outlook: Outlook) -> None:
        self._levels = outlook.levels
        self.contexts: list[Context] = []
        self.complete = True
        self.roots: list[Spot] = []
        self.ways: dict[Spot, tuple[Spot, ...]] = {}
        self._handlers: dict[int, tuple[Spot, ...]] = {}

    # --- making

    def begin(self, variables: Mapping[str, Any], unsure: frozenset[str]) -> Context:
        """Put the process before its start."""
        top = self._add(None, None, variables, unsure, None)
        self.roots = self._entries(top)
        self._follow()
        return top

    def stand(self, grounds: Iterable[Ground], unsure: frozenset[str]) -> Context | None:
        """Put the tokens where they stand; None if there are none."""
        by_host = {ground.host: ground for ground in grounds}
        if 0 not in by_host:
            return None
        top = self._under_way(by_host, 0, None, unsure)
        self._follow()
        return top

    def _add(
        self,
        level: str | None,
        host: Spot | None,
        variables: Mapping[str, Any],
        unsure: frozenset[str],
        stands: tuple[Stand, ...] | None,
    ) -> Context:
        made = Context(len(self.contexts), self._levels[level], host, variables, unsure, stands)
        self.contexts.append(made)
        return made

    def _under_way(
        self, grounds: Mapping[int, Ground], host: int, at: Spot | None, unsure: frozenset[str]
    ) -> Context:
        ground = grounds[host]
        made = self._add(ground.level, at, ground.variables, unsure, ground.stands)
        made.still = ground.still
        self.roots += [Spot(made.key, name) for name in (*ground.still, *made.view.beside)]
        for stand in ground.stands:
            place, spot = made.place(stand.element), Spot(made.key, stand.element)
            inner = [
                self._under_way(grounds, token, spot, unsure) for token in stand.levels if token in grounds
            ]
            if not inner:
                self.roots.append(spot)
                continue
            made.under_way.setdefault(stand.element, []).extend(inner)
            self.roots += [Spot(made.key, name) for name in place.listeners]
            if stand.more:
                self.roots += self._entries(self.child(made, place))
        return made

    def child(self, around: Context, place: Place) -> Context:
        """Give the level inside a place that is yet to begin."""
        known = around.to_come.get(place.element)
        if known is not None:
            return known
        view = self._levels[place.inside]
        unsure = around.unsure | view.declared
        if place.repeat is not None:
            unsure |= {"loopCounter", *([place.repeat.item] if place.repeat.item else ())}
        # What a call hands in is worked out when somebody asks for it.
        variables = {} if place.isolated else around.variables
        at = Spot(around.key, place.element)
        made = self._add(place.inside, at, variables, frozenset() if place.isolated else unsure, None)
        around.to_come[place.element] = made
        return made

    # --- the graph

    def _follow(self) -> None:
        """Find what leads where, from the roots on."""
        queue, seen = list(self.roots), set(self.roots)
        for spot in queue:
            if len(queue) > MOST:
                self.complete = False
                self.ways.setdefault(spot, ())
                continue
            found = tuple(dict.fromkeys(self._next(spot)))
            self.ways[spot] = found
            for one in found:
                if one not in seen:
                    seen.add(one)
                    queue.append(one)

    def _next(self, spot: Spot) -> Iterable[Spot]:
        context = self.contexts[spot.context]
        place = context.place(spot.element)
        if not spot.after:
            yield from (Spot(context.key, name) for name in place.listeners)
            yield from self.undoing(context, place)
            if place.inside is not None:
                yield from self._entries(self.child(context, place))
                yield Spot(context.key, spot.element, True)
                return
        yield from (Spot(context.key, way.target) for way in place.ways)
        if not place.ways and context.host is not None:
            yield context.host._replace(after=True)

    def _entries(self, context: Context) -> list[Spot]:
        return [Spot(context.key, name) for name in (*context.firsts, *context.view.beside)]

    def undoing(self, context: Context, place: Place) -> Iterable[Spot]:
        """Where a place asks for compensation: every handler that may be meant."""
        if not place.throws & {"compensation", "cancel"}:
            return
        around = context
        yield from self.handlers(around)
        while (outer := self._listened_in(around)) is not None:
            around = outer
            yield from self.handlers(around)

    def _listened_in(self, context: Context) -> Context | None:
        """The level around an event sub-process."""
        if context.host is None:
            return None
        outer = self.contexts[context.host.context]
        return outer if context.host.element in outer.view.beside else None

    def handlers(self, context: Context) -> tuple[Spot, ...]:
        """Give what undoes the activities of a level, and of the levels inside it."""
        if context.key not in self._handlers:
            self._handlers[context.key] = tuple(self._find_handlers(context))
        return self._handlers[context.key]

    def _find_handlers(self, context: Context) -> Iterable[Spot]:
        for place in context.view.places.values():
            if place.handler is not None:
                yield Spot(context.key, place.handler)
            elif "compensation" in place.hears and place.element in context.view.beside:
                yield Spot(context.key, place.element)
            elif place.inside is not None and len(self.contexts) < MOST:
                yield from self.handlers(self.child(context, place))
