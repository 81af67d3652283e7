"""抄送: who is given a matter to read because the diagram says so, and who may send copies by hand.

A copy is a row of :class:`engine.approval_models.CarbonCopy`; :mod:`engine.access` lets its owner see the
matter, with the fields that the step sees which it came from. One person gets a matter from one step once:
a step that is done again after a return tells nobody twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from identity.keys import person_key

from . import assignment
from .execution import Trace, WaitingStep
from .store import copies

if TYPE_CHECKING:
    from designer_export.native import CopyRule

    from .definitions import Deployed
    from .running import Running

MOST_BY_RULE = 200
"""How many people the rules of one step reach; of a larger group the first by name."""

MOST_BY_HAND = 20

_WHEN = {"enter": "opened", "complete": "completed"}


@dataclass(frozen=True, slots=True)
class Copies:
    """Copies about to be stored: entry ``n`` of the record names who gets them."""

    n: int
    element: str
    step_name: str
    people: tuple[int, ...]


def by_rule(running: Running, trace: Trace) -> None:
    """Send the copies that the diagram asks for when a step opens or is done, or an end is reached.

    A step that several do counts as one: it opens with the first of them and is done with the last.
    """
    drawn = running.deployed.copies.get(trace.element)
    if not drawn:
        return
    rules = [rule for rule in drawn if rule.when == _WHEN.get(trace.event) and not trace.item]
    for sees in dict.fromkeys(rule.sees or trace.element for rule in rules):
        _send(running, trace, sees, [rule for rule in rules if (rule.sees or trace.element) == sees])


def offers_copies(deployed: Deployed, element: str) -> bool:
    """Whether those whose step this is may copy the matter by hand; the initiator's own step is one."""
    return "copy" not in deployed.step(element).without


def _send(running: Running, trace: Trace, sees: str, rules: list[CopyRule]) -> None:
    step = WaitingStep(trace.token, trace.element, None, None)
    named = assignment.people_of(running, step, [rule.assign for rule in rules])
    known = _known(running, sees) if named else set()
    people = tuple(person.id for person in named if person.id not in known)[:MOST_BY_RULE]
    if people:
        n = running.note("copy", element=trace.element, outcome=keys_of(people))
        name = running.deployed.step_name(trace.element)
        running.pending.copies.append(Copies(n, sees, name, people))


def _known(running: Running, element: str) -> set[int]:
    """Who has the matter from this step already."""
    stored = copies.owners(running.uow, running.facts.id, element) if running.stored else set()
    return stored.union(*(one.people for one in running.pending.copies if one.element == element))


def keys_of(people: tuple[int, ...]) -> str:
    """Write whom an entry of the record is about: their principal keys, in the order they were named."""
    return " ".join(person_key(person) for person in people)
