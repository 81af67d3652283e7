"""What rules read of a matter: values at the step, people in them, and the unit that a rule speaks of."""

from collections.abc import Iterator
from typing import Any

from designer_export.handling import split as parts_of
from designer_export.native import AssignRule
from engine.assignment.situation import Situation
from forms.limits import MAX_DEPTH
from forms.pointers import split
from identity import directory
from identity.keys import is_id, person_key

Reason = tuple[str, ...]

INITIATOR = "initiator"
DEEPEST = MAX_DEPTH
"""How far people are looked for inside a value: no form holds more levels, scripts may make them."""


def value_at(situation: Situation, pointer: str) -> Any:
    """Give what a pointer finds among the variables seen at the step, or None; ``*`` means all rows.

    An item of a multi-instance has variables of its own.
    """
    name, *parts = split(pointer if pointer.startswith("/") else f"/{pointer}")
    value = situation.read(name)
    for part in parts:
        value = _inside(value, part)
    return value


def people_in(situation: Situation, value: Any, *why: str) -> list[Reason]:
    """Give the people that a value names: ids, numbers of people, or lists of such, each once.

    What is neither names nobody: the value may be anything that somebody has sent.
    """
    found = list(_named(value, DEEPEST))
    ids = directory.ids_by_number(situation.link, [one for one in found if isinstance(one, str)])
    people = [ids.get(one) if isinstance(one, str) else one for one in found]
    return [(person_key(one), *why) for one in dict.fromkeys(people) if one is not None and is_id(one)]


def unit_of(situation: Situation, rule: AssignRule) -> int | None:
    """Give the unit that a rule speaks of: the initiator's, one named by its code, or one of the form."""
    of = rule.of or INITIATOR
    if of == INITIATOR:
        return situation.unit_id
    code = value_at(situation, of) if of.startswith("/") else of
    unit = directory.unit_by_code(situation.link, code) if isinstance(code, str) else None
    return unit.id if unit else None


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, list):
        if part == "*":
            return value
        if part.isdecimal():
            return value[int(part)] if int(part) < len(value) else None
        return [_inside(row, part) for row in value]
    return value.get(part) if isinstance(value, dict) else None


def _named(value: Any, levels: int) -> Iterator[int | str]:
    if levels < 0:
        return
    if isinstance(value, str):
        yield from parts_of(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict):
        yield from _named(value.get("id") or value.get("number"), levels - 1)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _named(one, levels - 1)
