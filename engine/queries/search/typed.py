"""Filters as they are typed: names and values of a form or an address, both ways."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, Final

from .filter import LONGEST, MARKS, OPERATORS, STATES, BadFilter, FieldTest, Filter

MOST: Final = 50
"""Of one kind: services, versions, fields."""
_LISTS: Final = {"service": "services", "version": "versions", "state": "states", "mark": "marks"}
_TEXTS: Final = {"q": "words"} | {name: name for name in ("step", "initiator", "handler", "unit", "number")}
_DAYS: Final = ("started_from", "started_to", "ended_from", "ended_to")
_FIELD: Final = "field:"
_PERSONAL: Final = frozenset({"q", "initiator", "handler", "number"})
NAMES: Final = (*_LISTS, *_TEXTS, *_DAYS, "order")
"""Every name but those of fields, which are ``field:/pointer``, ``field:/pointer:from`` and ``…:to``."""

Typed = Mapping[str, Sequence[str]]


def read_filter(typed: Typed) -> Filter:
    """Read what was typed; other names are passed over, empty values say nothing.

    Raises
    ------
    BadFilter
        With every fault, by name.
    """
    faults: dict[str, str] = {}
    given = {name: _clean(name, values, faults) for name, values in typed.items()}
    found: dict[str, Any] = {to: given.get(name, ())[:MOST] for name, to in _LISTS.items()}
    found |= {to: next(iter(given.get(name, ())), "") for name, to in _TEXTS.items()}
    found |= {name: _day(name, given.get(name, ()), faults) for name in _DAYS}
    found["versions"] = _numbers(found["versions"], faults)
    found["fields"] = tuple(_tests(given))[:MOST]
    found["oldest_first"] = given.get("order", ()) == ("oldest",)
    for name, known in (("state", STATES), ("mark", MARKS)):
        if not set(found[_LISTS[name]]) <= set(known):
            faults[name] = "unknown"
    made = Filter(**found)
    if made.service is None:
        faults |= {_FIELD + test.pointer: "one_service" for test in made.fields}
        faults |= {"version": "one_service"} if made.versions else {}
    if faults:
        raise BadFilter(faults)
    return made


def readable_rest(typed: Typed, faults: Iterable[str]) -> Filter:
    """Read what was typed but for what is at fault, and for fields, which only their service can judge."""
    wrong = tuple(faults)
    rest = {name: values for name, values in typed.items() if name not in wrong and name in NAMES}
    try:
        return read_filter(rest)
    except BadFilter:
        # The others mean something only together with what is at fault: versions without their service.
        return Filter()


def write_filter(wanted: Filter) -> dict[str, list[str]]:
    """Write a filter as it would be typed; what says nothing is left out."""
    found = {name: [str(one) for one in getattr(wanted, to)] for name, to in _LISTS.items()}
    found |= {name: [getattr(wanted, to)] for name, to in _TEXTS.items() if getattr(wanted, to)}
    found |= {name: [day.isoformat()] for name in _DAYS if (day := getattr(wanted, name)) is not None}
    for test in wanted.fields:
        ending = "" if test.operator == "is" else f":{test.operator}"
        found.setdefault(f"{_FIELD}{test.pointer}{ending}", []).append(test.value)
    if wanted.oldest_first:
        found["order"] = ["oldest"]
    return {name: values for name, values in found.items() if values}


def impersonal(wanted: Filter) -> str:
    """Say in one line what was asked for, without what may be a person's: names, numbers, values."""
    written = write_filter(wanted)
    shown = (f"{name}={'…' if _is_personal(name) else ','.join(values)}" for name, values in written.items())
    return " ".join(shown)[:LONGEST]


def _is_personal(name: str) -> bool:
    return name in _PERSONAL or name.startswith(_FIELD)


def is_empty(wanted: Filter) -> bool:
    """Whether everything would be found."""
    nothing = Filter(oldest_first=wanted.oldest_first)
    return all(getattr(wanted, one.name) == getattr(nothing, one.name) for one in fields_of(Filter))


def _clean(name: str, values: Sequence[str], faults: dict[str, str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(value.replace("\0", "").strip() for value in values))
    if any(len(value) > LONGEST for value in found):
        faults[name] = "too_long"
    return tuple(value for value in found if value and len(value) <= LONGEST)


def _day(name: str, values: Sequence[str], faults: dict[str, str]) -> date | None:
    if not values:
        return None
    try:
        return date.fromisoformat(values[0])
    except ValueError:
        faults[name] = "date"
        return None


def _numbers(values: Sequence[str], faults: dict[str, str]) -> tuple[int, ...]:
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values):
        faults["version"] = "number"
        return ()
    return tuple(int(value) for value in values)


def _tests(given: Mapping[str, Sequence[str]]) -> Iterator[FieldTest]:
    for name in sorted(name for name in given if name.startswith(_FIELD)):
        pointer, _, ending = name.removeprefix(_FIELD).partition(":")
        operator = next((one for one in OPERATORS if one == (ending or "is")), None)
        if operator is not None:
            yield from (FieldTest(pointer, operator, value) for value in given[name])
