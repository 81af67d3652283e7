"""Take the choices that come with a submitted step: check each, and keep them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from engine.errors import Invalid
from engine.execution import WaitingStep
from forms.validation import FieldError
from identity import directory
from identity.principal import Principal

from .among import people_among
from .asking import asked_at, may_choose
from .keeping import Choice, chosen_before, keep

if TYPE_CHECKING:
    from engine.running import Running

MOST = 20
"""How many people may be chosen for one step."""


def take(running: Running, by: Principal, step: WaitingStep, chosen: Mapping[str, Sequence[int]]) -> None:
    """Keep whom somebody chose with the step that he completes.

    Raises
    ------
    Invalid
        With an error for each step (``/chosen/<element>``): there is nobody to choose for it here, nobody is
        chosen, or somebody unknown, who has left, or who is not among those that may be; nothing is kept.
    """
    made = {
        element: Choice(tuple(dict.fromkeys(ids)), by.person_id) for element, ids in chosen.items() if ids
    }
    errors = [error for element, one in made.items() for error in _check(running, step, element, one)]
    errors += _missing(running, step, made)
    if errors:
        raise Invalid(errors)
    if made:
        keep(running.execution, step, made)


def _check(running: Running, step: WaitingStep, element: str, choice: Choice) -> Iterator[FieldError]:
    pointer = f"/chosen/{element}"
    rule = may_choose(running.deployed, step.element, element)
    if rule is None:
        yield FieldError(pointer, "unknown_field", {})
        return
    if len(choice.people) > MOST:
        yield FieldError(pointer, "too_many", {"limit": MOST})
        return
    if len(directory.active(running.uow, choice.people)) < len(choice.people):
        yield FieldError(pointer, "unknown_person", {})
        return
    variables = running.execution.variables(step.token)
    among = people_among(running.uow, rule, running.facts.unit_id, variables)
    if among is not None and not set(choice.people) <= {one.id for one in among}:
        yield FieldError(pointer, "not_among", {})


def _missing(running: Running, step: WaitingStep, made: Mapping[str, Choice]) -> Iterator[FieldError]:
    """What the initiator must choose at once; what the next step needs shows when it opens."""
    for ask in asked_at(running.deployed, step.element):
        if ask.rule.by != "initiator" or not ask.required or ask.element in made:
            continue
        if chosen_before(running.execution, step.token, ask.element) is None:
            yield FieldError(f"/chosen/{ask.element}", "required", {})
