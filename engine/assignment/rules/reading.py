"""What rules read of a matter: values at the step, people in them, and the unit that a rule speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from designer_export.handling import split as parts_of
from designer_export.native import AssignRule
from forms.pointers import split
from identity import directory
from identity.keys import person_key

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

Reason = tuple[str, ...]

INITIATOR = "initiator"


class RuleFailed(Exception):
    """A rule could not be worked out: a designer's mistake."""


def value_at(running: Running, step: WaitingStep, pointer: str) -> Any:
    """Give what a pointer finds among the variables seen at the step, or None; ``*`` means all rows.

    An item of a multi-instance has variables of its own.
    """
    value: Any = running.execution.variables(step.token)
    for part in split(pointer):
        value = _inside(value, part)
    return value


def people_in(running: Running, value: Any, *why: str) -> list[Reason]:
    """Give the people that a value names: ids, numbers of people, or lists of such, each once."""
    found = list(_named(value))
    ids = directory.ids_by_number(running.uow, [one for one in found if isinstance(one, str)])
    people = [ids.get(one) if isinstance(one, str) else one for one in found]
    return [(person_key(one), *why) for one in dict.fromkeys(people) if one is not None and one > 0]


def unit_of(running: Running, step: WaitingStep, rule: AssignRule) -> int | None:
    """Give the unit that a rule speaks of: the initiator's, one named by its code, or one of the form."""
    of = rule.of or INITIATOR
    if of == INITIATOR:
        return running.facts.unit_id
    code = value_at(running, step, of) if of.startswith("/") else of
    unit = directory.unit_by_code(running.uow, code) if isinstance(code, str) and code else None
    return unit.id if unit else None


def _inside(value: Any, part: str) -> Any:
    if isinstance(value, list):
        if part == "*":
            return value
        if part.isdecimal():
            return value[int(part)] if int(part) < len(value) else None
        return [_inside(row, part) for row in value]
    return value.get(part) if isinstance(value, dict) else None


def _named(value: Any) -> Iterator[int | str]:
    if isinstance(value, str):
        yield from parts_of(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield value
    elif isinstance(value, dict):
        yield from _named(value.get("id") or value.get("number"))
    elif isinstance(value, Iterable):
        for one in value:
            yield from _named(one)
