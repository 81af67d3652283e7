"""From the ground to a series: the steps in their order, forks where ways part, each element once.

What is walked twice is only named the second time, so the forecast of any diagram ends. Where ways part and
meet again the branches stand beside each other up to there. Where only one of them leads to anybody the rest
of it follows behind the fork, so that a row of approvals, each with its refusal, stays a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.execution import Place, Way

from .items import Again, Branch, End, Forecast, Fork, ForkKind, Item, steps_of
from .placing import DEEPEST, Placing
from .scene import Context
from .writing import PERSONS


@dataclass(frozen=True, slots=True)
class _Onwards:
    """What stands between a place and the next one of its series, and whether that one surely comes."""

    items: list[Item]
    node: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class _Listened:
    """Boundary events to be told later: where in the series, and after which places of it."""

    place: Place
    at: int
    behind: int


class Walking(Placing):
    """Walks every level once."""

    def forecast(self, top: Context) -> Forecast:
        """Walk from the process on."""
        items = self.level(top, True, 0)
        return Forecast(tuple(items), self._scene.complete)

    def level(self, context: Context, certain: bool, depth: int) -> list[Item]:
        """What a level holds: what goes on in it or begins it, then what events may begin beside that."""
        view, sure = context.view, certain and not context.view.may_stop
        kind: ForkKind = "all"
        if context.stands is not None:
            kind = "race" if all(stand.races for stand in context.stands) else "all"
        else:
            kind = "all" if view.starts else "race"
        items = self._several(context, context.firsts, kind, sure, depth)
        branches = [self._event(context, name, None, depth) for name in view.beside]
        return items + _beside("", "", branches)

    def _several(
        self, context: Context, firsts: Sequence[str], kind: ForkKind, certain: bool, depth: int
    ) -> list[Item]:
        if len(firsts) < 2:
            return [one for first in firsts for one in self.series(context, first, None, certain, depth)]
        if depth >= DEEPEST:
            return self.flat(context, list(firsts), None)
        meet = self.graph(context).meeting(firsts)
        sure = certain and kind == "all"
        branches = []
        for first in firsts:
            alone = sure and not any(s.races for s in context.stands or () if s.element == first)
            items = tuple(self.series(context, first, meet, alone, depth + 1))
            branches.append(Branch(self._label(context, first) if kind == "race" else "", items))
        rest = self.series(context, meet, None, certain, depth) if meet is not None else []
        full = [branch for branch in branches if branch.items]
        if len(full) == 1:
            return [*full[0].items, *rest]
        return [*([Fork(kind, "", "", tuple(full))] if full else []), *rest]

    # --- a series

    def series(self, context: Context, at: str, stop: str | None, certain: bool, depth: int) -> list[Item]:
        """What follows from a node on, up to where other ways come in."""
        items: list[Item] = []
        mine: list[tuple[int, str]] = []
        listened: list[_Listened] = []
        node: str | None = at
        while node is not None and node != stop:
            key = (context.key, node)
            if key in self._seen:
                items += self._again(context, node)
                break
            self._seen.add(key)
            self._path.add(key)
            mine.append(key)
            place = context.place(node)
            items += self.here(context, place, certain, depth)
            if place.listeners:
                listened.append(_Listened(place, len(items), len(mine)))
            onwards = self._onwards(context, place, stop, certain and not place.gathers, depth)
            items += onwards.items
            node, certain = onwards.node, onwards.sure
        self._path.difference_update(mine)
        for one in reversed(listened):
            items[one.at : one.at] = self._listening(context, one.place, mine[: one.behind], stop, depth)
        return items

    def _again(self, context: Context, element: str) -> list[Item]:
        """Name what stands elsewhere, if it leads to anybody."""
        back = (context.key, element) in self._path
        if not back and not self.graph(context).leads(element):
            return self._end(context, context.place(element))
        known = self._recognised(context, element)
        return [Again(known, self._name(known), back)]

    def _recognised(self, context: Context, element: str) -> str:
        """The first step or named node from a node on: people do not know the others."""
        found, seen = element, set[str]()
        while found not in seen:
            seen.add(found)
            place = context.place(found)
            if place.name or place.kind in PERSONS or not place.ways:
                return found
            found = place.ways[0].target
        return element

    def _end(self, context: Context, place: Place) -> list[Item]:
        """The end of the process; where a part of it ends, what is around it goes on."""
        ends = place.kind == "endEvent" and context.host is None
        return [End(place.element, place.name or "")] if ends else []

    # --- where ways part

    def _onwards(
        self, context: Context, place: Place, stop: str | None, certain: bool, depth: int
    ) -> _Onwards:
        graph = self.graph(context)
        ways = graph.ways(place.element)
        if not ways:
            return _Onwards(self._end(context, place), None, certain)
        if len(ways) == 1:
            way, sure = ways[0]
            return _Onwards([], way.target, certain and sure)
        meet = graph.meeting(way.target for way, _ in ways)
        onward = None if meet is not None else self._only_one(context, ways)
        if onward is None and depth >= DEEPEST:
            return _Onwards(self.flat(context, [way.target for way, _ in ways], meet or stop), meet, certain)
        node = onward or meet
        branches = tuple(
            self._branch(context, place, way, certain and sure, node, meet or stop, depth)
            for way, sure in ways
        )
        fork = Fork(_kind(place, ways), place.element, place.name or "", branches)
        shown = any(branch.items for branch in branches)
        return _Onwards([fork] if shown else [], node, certain and (onward is None or _is_sure(ways, onward)))

    def _only_one(self, context: Context, ways: Sequence[tuple[Way, bool]]) -> str | None:
        """The one way that leads to anybody who was not named yet."""
        graph = self.graph(context)
        targets = dict.fromkeys(way.target for way, _ in ways)
        found = [one for one in targets if graph.leads(one) and (context.key, one) not in self._seen]
        return found[0] if len(found) == 1 else None

    def _branch(
        self,
        context: Context,
        place: Place,
        way: Way,
        certain: bool,
        node: str | None,
        stop: str | None,
        depth: int,
    ) -> Branch:
        event = self._event_of(context.place(way.target)) if place.choice == "race" else ""
        label = way.name or (context.place(way.target).name or "" if event else "")
        if way.target == node:
            return Branch(label, (), way.default, event, goes_on=True)
        items = self.series(context, way.target, stop, certain, depth + 1)
        return Branch(label, tuple(items), way.default, event)

    # --- events

    def _listening(
        self, context: Context, place: Place, behind: list[tuple[int, str]], stop: str | None, depth: int
    ) -> list[Item]:
        """What the events at the border of an activity may bring about."""
        meet = self.graph(context).meeting(self.graph(context).after(place.element)) or stop
        self._path.update(behind)
        branches = [self._event(context, name, meet, depth) for name in place.listeners]
        self._path.difference_update(behind)
        return _beside(place.element, self._name(place.element), branches)

    def _event(self, context: Context, name: str, stop: str | None, depth: int) -> Branch:
        place = context.place(name)
        if (context.key, name) in self._seen:
            return Branch("", ())
        if depth >= DEEPEST:
            items = self.flat(context, [name], stop)
        else:
            items = self.series(context, name, stop, False, depth + 1)
        return Branch(place.name or "", tuple(items), event=self._event_of(place))

    def _label(self, context: Context, element: str) -> str:
        return context.place(element).name or ""

    @staticmethod
    def _event_of(place: Place) -> str:
        return min(place.hears, default="")

    # --- without shape

    def flat(self, context: Context, firsts: list[str], stop: str | None) -> list[Item]:
        """Every step ahead that was not named yet, the nearest first."""
        items: list[Item] = []
        queue = [(context, first) for first in firsts]
        for where, element in queue:
            key = (where.key, element)
            if key in self._seen or (where is context and element == stop):
                continue
            self._seen.add(key)
            place = where.place(element)
            if place.kind in PERSONS:
                items += self.step(where, place, False)
            queue += [
                (inner, first)
                for inner in self._levels(where, place)
                for first in (*inner.firsts, *inner.view.beside)
            ]
            undone = self._scene.undoing(where, place)
            queue += [(self._scene.contexts[spot.context], spot.element) for spot in undone]
            queue += [(where, name) for name in self.graph(where).after(element)]
        return items

    def _levels(self, context: Context, place: Place) -> list[Context]:
        child = context.to_come.get(place.element)
        return [*context.under_way.get(place.element, ()), *([child] if child is not None else ())]


def _kind(place: Place, ways: Sequence[tuple[Way, bool]]) -> ForkKind:
    if place.choice == "some":
        return "all" if all(sure for _, sure in ways) else "some"
    return place.choice


def _is_sure(ways: Sequence[tuple[Way, bool]], target: str) -> bool:
    return any(sure for way, sure in ways if way.target == target)


def _beside(element: str, name: str, branches: Sequence[Branch]) -> list[Item]:
    full = tuple(branch for branch in branches if any(steps_of(branch.items)))
    return [Fork("beside", element, name, full)] if full else []
