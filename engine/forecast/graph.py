"""One level with the ways that may still be taken: where they meet, and which of them lead to anybody."""

from collections.abc import Iterable

from engine.execution import Place, Way

from .deciding import Deciding
from .order import Order
from .scene import Context, Spot
from .writing import PERSONS

_OUT = ""
"""Where every way out of a level ends; no element is called so."""


class Graph:
    """The ways within a context, after the conditions that are decided."""

    def __init__(self, context: Context, deciding: Deciding) -> None:
        self._context, self._deciding = context, deciding
        self._ways: dict[str, list[tuple[Way, bool]]] = {}
        self._order = self._orders()
        self._people = self._leading()

    def ways(self, element: str) -> list[tuple[Way, bool]]:
        """The ways that may be taken from a node, each with whether it surely is."""
        if element not in self._ways:
            place = self._context.place(element)
            spot = Spot(self._context.key, element, place.inside is not None)
            self._ways[element] = self._deciding.ways(spot)
        return self._ways[element]

    def meeting(self, elements: Iterable[str]) -> str | None:
        """The first node that all ways from some nodes lead through; None if they end apart."""
        found = self._order.nearest(elements)
        return None if found in (None, _OUT) else found

    def leads(self, element: str) -> bool:
        """Whether a step of a person, or something that may hold one, lies ahead."""
        return element in self._people

    def after(self, element: str) -> list[str]:
        """Every node that may come next, by a flow or by an event."""
        place = self._context.place(element)
        return [*(way.target for way, _ in self.ways(element)), *place.listeners]

    def _orders(self) -> Order[str]:
        """Where the flow alone leads: what an event brings about is told beside it."""
        back: dict[str, list[str]] = {name: [] for name in (*self._context.view.places, _OUT)}
        for name in self._context.view.places:
            for follower in [way.target for way, _ in self.ways(name)] or [_OUT]:
                back[follower].append(name)
        return Order([_OUT], back)

    def _leading(self) -> set[str]:
        places = self._context.view.places
        back: dict[str, list[str]] = {name: [] for name in places}
        for name in places:
            for follower in self.after(name):
                back[follower].append(name)
        queue = [place.element for place in places.values() if _may_hold(place)]
        found = set(queue)
        for name in queue:
            for source in back[name]:
                if source not in found:
                    found.add(source)
                    queue.append(source)
        return found


def _may_hold(place: Place) -> bool:
    return (
        place.kind in PERSONS or place.inside is not None or bool(place.throws & {"compensation", "cancel"})
    )
