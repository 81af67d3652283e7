"""Which ways will be taken, as far as the data decides it: yes, no, or None for what nobody can know yet.

A condition is worked out only if nothing that may still come before it writes a name that it reads: no step
(its fields, its outcome), script, service or event. The sandbox does it, on what is seen now, within limits.
"""

import ast
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from engine.definitions import Deployed
from engine.execution import Place, Program, Way
from engine.steering import STEPS
from expressions.errors import ExpressionError
from expressions.methods import in_our_words
from expressions.names import BUILTINS
from expressions.sandbox import Sandbox
from expressions.syntax import parse

from .order import Order
from .scene import Context, Scene, Spot
from .writing import writes

UNKNOWN = object()
_SECONDS = 2.0


class Deciding:
    """Looks at conditions, each once.

    Parameters
    ----------
    given
        Steps whose work is in the variables already.
    """

    def __init__(
        self, deployed: Deployed, program: Program, scene: Scene, sandbox: Sandbox, given: frozenset[str]
    ) -> None:
        self._program, self._scene, self._sandbox = program, scene, sandbox
        self.order = Order(scene.roots, scene.ways, self._joins)
        self._anything: list[Spot] = []
        self._writers: dict[str, list[Spot]] = {}
        self._answers: dict[tuple[Spot, str, bool], Any] = {}
        self._left = _SECONDS
        for spot in self.order.nodes:
            if spot.after or spot.element in given:
                continue
            self._note(spot, writes(deployed, self._place(spot)))

    def _note(self, spot: Spot, names: frozenset[str] | None) -> None:
        if names is None:
            self._anything.append(spot)
        for name in names or ():
            self._writers.setdefault(name, []).append(spot)

    def _place(self, spot: Spot) -> Place:
        return self._scene.contexts[spot.context].place(spot.element)

    def _joins(self, spot: Spot) -> bool:
        return self._place(spot).joins

    # --- ways

    def ways(self, spot: Spot) -> list[tuple[Way, bool]]:
        """The ways that may be taken from a spot, each with whether it surely is, as far as the data says."""
        place = self._place(spot)
        if place.choice == "race":
            return [(way, len(place.ways) == 1) for way in place.ways]
        if not any(way.condition or way.default for way in place.ways):
            return self._free(place)
        asked = [way for way in place.ways if way.condition and not way.default]
        found = [(way, self.holds(spot, way)) for way in asked]
        return self._one(place, found) if place.choice == "one" else self._some(place, found)

    def _free(self, place: Place) -> list[tuple[Way, bool]]:
        ways = place.ways[:1] if place.choice == "one" else place.ways
        return [(way, True) for way in ways]

    def _one(self, place: Place, found: list[tuple[Way, bool | None]]) -> list[tuple[Way, bool]]:
        """The first that holds; before it whatever may hold; the last resort if none surely does."""
        taken: list[Way] = []
        for way, held in found:
            if held is False:
                continue
            taken.append(way)
            if held:
                break
        else:
            taken += self._otherwise(place)[:1]
        return [(way, len(taken) == 1) for way in taken]

    def _some(self, place: Place, found: list[tuple[Way, bool | None]]) -> list[tuple[Way, bool]]:
        free = [(way, True) for way in place.ways if not way.condition and not way.default]
        taken = [(way, bool(held)) for way, held in found if held is not False]
        if any(held for _, held in found):
            return taken + free
        last = [way for way in place.ways if way.default]
        return taken + free + [(way, not taken) for way in last]

    @staticmethod
    def _otherwise(place: Place) -> list[Way]:
        free = [way for way in place.ways if not way.condition and not way.default]
        return free or [way for way in place.ways if way.default]

    def holds(self, spot: Spot, way: Way) -> bool | None:
        """Whether a condition will hold; None if that is not decided yet."""
        found = self.value(spot, way.condition or "", leaving=True)
        return None if found is UNKNOWN else bool(found)

    # --- values

    def value(self, spot: Spot, source: str, *, leaving: bool = False) -> Any:
        """The value that an expression will have at a spot, or `UNKNOWN`.

        Parameters
        ----------
        leaving
            When the work there is done; else when it begins.
        """
        key = (spot, source, leaving)
        if key not in self._answers:
            self._answers[key] = self._value(spot, source, leaving)
        return self._answers[key]

    def _value(self, spot: Spot, source: str, leaving: bool) -> Any:
        names = self._program.names_in(source)
        context = self._scene.contexts[spot.context]
        known = self.known(context, names)
        read = _read(in_our_words(source), names)
        missing = (names - known.keys() - BUILTINS) | (read & context.unsure)
        if missing or self._left <= 0 or self.is_open(spot, read, leaving=leaving):
            return UNKNOWN
        began = time.monotonic()
        try:
            return self._sandbox.evaluate(in_our_words(source), known)
        except ExpressionError:
            return UNKNOWN
        finally:
            self._left -= time.monotonic() - began

    def known(self, context: Context, names: frozenset[str]) -> dict[str, Any]:
        """What is seen in a context of some names, without those of which nothing is known."""
        given = self._given(context) if context.host is not None and context.stands is None else None
        seen: Mapping[str, Any] = context.variables if given is None else given
        return {name: seen[name] for name in names if name in seen and name not in context.unsure}

    def _given(self, context: Context) -> Mapping[str, Any] | None:
        """What a call hands in; None where the level sees what is around it."""
        assert context.host is not None
        place = self._place(context.host)
        if not place.isolated:
            return None
        found = {name: self.value(context.host, source) for name, source in place.inputs}
        return {name: value for name, value in found.items() if value is not UNKNOWN}

    def variable(self, spot: Spot, name: str) -> Any:
        """The value that a variable will have at a spot, or `UNKNOWN`."""
        if self.is_open(spot, frozenset({name})):
            return UNKNOWN
        return self.known(self._scene.contexts[spot.context], frozenset({name})).get(name, UNKNOWN)

    def is_open(self, spot: Spot, names: frozenset[str], *, leaving: bool = False) -> bool:
        """Whether something that may come before a spot writes one of the names."""
        if spot not in self.order:
            return True
        found = [*self._anything, *(one for name in names for one in self._writing(name))]
        return any(self.may_precede(one, spot) or (leaving and one == spot) for one in found)

    def _writing(self, name: str) -> Iterator[Spot]:
        yield from self._writers.get(name, ())
        if name == STEPS:
            yield from (
                one
                for other in self._writers
                if other.startswith(f"{STEPS}.")
                for one in self._writers[other]
            )
        elif name.startswith(f"{STEPS}."):
            yield from self._writers.get(STEPS, ())

    def may_precede(self, one: Spot, other: Spot) -> bool:
        """Whether a spot may come before another one has been passed for the first time."""
        return not self.order.has_passed(one, other)


def _read(source: str, names: frozenset[str]) -> frozenset[str]:
    """The names that a source reads; of what steps have decided, which steps'."""
    return (names - {STEPS}) | _steps(source) if STEPS in names else names


@lru_cache(maxsize=2048)
def _steps(source: str) -> frozenset[str]:
    """Names as :func:`.writing.outcome_of` gives them; ``steps`` itself if any may be meant."""
    tree = parse(source)
    found = set(_named(tree))
    used = sum(isinstance(node, ast.Name) and node.id == STEPS for node in ast.walk(tree))
    read = sum(1 for _ in _named(tree))
    return frozenset(found) if used == read else frozenset({STEPS})


def _named(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_steps(node.value):
            yield f"{STEPS}.{node.attr}"
        elif (
            isinstance(node, ast.Subscript) and _is_steps(node.value) and isinstance(node.slice, ast.Constant)
        ):
            yield f"{STEPS}.{node.slice.value!s}"


def _is_steps(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == STEPS
