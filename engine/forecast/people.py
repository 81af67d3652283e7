"""Who would handle a step that has not come: by the rules of one that has, as far as the data is known."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from db.link import Link
from designer_export.native import AssignRule
from engine.assignment import RuleFailed, Situation, by_lane, by_rule
from engine.definitions import Deployed
from engine.execution import Place
from identity import directory
from identity.capabilities import INSTANCE_MEND

from .deciding import UNKNOWN
from .items import Reasons

MOST_ITEMS = 200
"""Items of a multi-instance whose people are named."""

Read = Callable[[str], Any]


class Undecided(RuleFailed):
    """A rule asks for something that is decided on the way."""


class People:
    """Finds the people of steps; each rule is asked once for what it reads."""

    def __init__(self, link: Link, deployed: Deployed, initiator_id: int, unit_id: int | None) -> None:
        self._link, self._deployed = link, deployed
        self._initiator_id, self._unit_id = initiator_id, unit_id
        self._known: dict[tuple[AssignRule, Any], Reasons] = {}
        self._lanes: dict[str | None, Reasons] = {}

    def of(self, place: Place, read: Read) -> tuple[Reasons, bool]:
        """Give who would handle a step, and whether that is decided on the way, at least in part.

        Parameters
        ----------
        read
            Gives a variable as it will be at the step, or `UNKNOWN`.
        """
        rules = self._deployed.step(place.element).assign
        if not rules:
            return self._by_lane(place) or self.nobody(), False
        found: list[tuple[str, ...]] = []
        later = False
        for one in _readers(place, read):
            for rule in rules:
                try:
                    found += self._by_rule(place, rule, one)
                except RuleFailed:
                    later = True
        return tuple(dict.fromkeys(found)) or (() if later else self.nobody()), later

    def nobody(self) -> Reasons:
        """Give who gets what nobody else can handle."""
        return tuple((key, "nobody") for key in directory.granted(self._link, INSTANCE_MEND))

    def _by_lane(self, place: Place) -> Reasons:
        """Give whom the lane names around a step that says nothing itself."""
        lane = self._deployed.lane_of(place.element)
        if lane not in self._lanes:
            self._lanes[lane] = tuple(by_lane(self._situation(_unread, lane)))
        return self._lanes[lane]

    def _situation(self, read: Read, lane: str | None = None) -> Situation:
        return Situation(self._link, self._deployed, self._initiator_id, self._unit_id, read, lane=lane)

    def _by_rule(self, place: Place, rule: AssignRule, read: Read) -> Reasons:
        asked: dict[str, Any] = {}

        def look(name: str) -> Any:
            asked[name] = read(name)
            if asked[name] is UNKNOWN:
                raise Undecided
            return asked[name]

        # A pointer may lead into a variable: into rows, or into an item of a multi-instance.
        of = (rule.of or "").lstrip("/").split("/")[0]
        name = of if (rule.of or "").startswith("/") or rule.rule == "field" else ""
        key = (rule, _key(read(name)) if name else None)
        if key not in self._known:
            self._known[key] = tuple(by_rule(self._situation(look), rule))
        return self._known[key]


def _unread(name: str) -> Any:
    return UNKNOWN


def _key(value: Any) -> Any:
    """What tells values apart that a rule may read: a person, a unit, some of them, or rows with such."""
    if isinstance(value, dict):
        return tuple((name, _key(value[name])) for name in sorted(value))
    if isinstance(value, list):
        return tuple(_key(one) for one in value)
    return (type(value), value) if isinstance(value, str | int) else type(value)


def _readers(place: Place, read: Read) -> Iterator[Read]:
    """Ways to read at a step: one for each item of its collection, where that is known."""
    repeat = place.repeat
    items = read(repeat.collection) if repeat is not None and repeat.collection and repeat.item else UNKNOWN
    if not isinstance(items, list | dict):
        yield read
        return
    for item in _some(items):
        yield _with(read, repeat.item if repeat is not None else None, item)


def _some(items: list[Any] | dict[str, Any]) -> Iterable[Any]:
    return (list(items.values()) if isinstance(items, dict) else items)[:MOST_ITEMS]


def _with(read: Read, name: str | None, item: Any) -> Read:
    return lambda asked: item if asked == name else read(asked)


def named(reasons: Reasons, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Give the names behind reasons, each once."""
    return tuple(dict.fromkeys(name for reason in reasons for name in names.get(reason[0], ())))
