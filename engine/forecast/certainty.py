"""What may take a step away before it comes: ends of whole levels, errors, what interrupts from within."""

from collections.abc import Iterator

from engine.execution import Place

from .deciding import Deciding
from .scene import Scene, Spot

_EVERYWHERE = frozenset({"error", "cancel"})
_FROM_INSIDE = frozenset({"message", "signal", "escalation"})


class Certainty:
    """Knows what may end more than itself, and asks whether it can come before a step."""

    def __init__(self, scene: Scene, deciding: Deciding) -> None:
        self._scene, self._deciding = scene, deciding
        heard = {kind for place in self._places() if _interrupts(place) for kind in place.hears}
        self._enders = [
            (spot, ends == "level") for spot in deciding.order.nodes if (ends := _ends(self._at(spot), heard))
        ]

    def _places(self) -> Iterator[Place]:
        return (self._at(spot) for spot in self._deciding.order.nodes)

    def _at(self, spot: Spot) -> Place:
        return self._scene.contexts[spot.context].place(spot.element)

    def is_safe(self, spot: Spot) -> bool:
        """Whether nothing that the diagram itself may do takes a spot away before it comes."""
        return spot in self._deciding.order and not any(
            self._deciding.may_precede(ender, spot)
            for ender, only_inside in self._enders
            if not only_inside or self._is_inside(spot.context, ender.context)
        )

    def _is_inside(self, context: int, other: int) -> bool:
        """Whether a context is another one, or lies within it."""
        found: int | None = context
        while found is not None and found != other:
            host = self._scene.contexts[found].host
            found = host.context if host is not None else None
        return found == other


def _interrupts(place: Place) -> bool:
    return place.interrupts or bool(place.hears & _EVERYWHERE)


def _ends(place: Place, heard: set[str]) -> str | None:
    """What a place may end: everything around it, only its own level, or nothing."""
    if place.throws & _EVERYWHERE or place.throws & _FROM_INSIDE & heard:
        return "all"
    if place.serves and "error" in heard:
        return "all"
    if _interrupts(place) and place.at_once:
        return "all"
    return "level" if "terminate" in place.throws else None
