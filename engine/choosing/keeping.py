"""Choices are kept with the step of whoever made them: a return that undoes the step lets him choose anew."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.execution import Execution, WaitingStep
from engine.handlers import facts_of

CHOSEN = "chosen"
"""In the tag of a token: element → ``{"people": ids, "by": id}``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The people chosen for a step, by id, and who chose them."""

    people: tuple[int, ...]
    by: int


def kept(tag: Any) -> Mapping[str, Any]:
    """Give what a tag holds of choices, ready to be put into another one."""
    made = tag.get(CHOSEN) if isinstance(tag, Mapping) else None
    return {CHOSEN: made} if made else {}


def choices_of(tag: Any) -> dict[str, Choice]:
    """Give the choices that a tag holds, by element."""
    made = kept(tag).get(CHOSEN, {})
    return {element: Choice(tuple(one["people"]), one["by"]) for element, one in made.items()}


def choice_for(execution: Execution, step: WaitingStep) -> Choice | None:
    """Give whom somebody chose for a step: of what led to it the latest, else of all that was done."""
    return chosen_before(execution, step.token, step.element)


def chosen_before(execution: Execution, token: int, element: str) -> Choice | None:
    """Give whom somebody chose for an element, as it is known at a token."""
    for earlier in _before(execution, token):
        made = choices_of(execution.tag_of(earlier)).get(element)
        if made is not None:
            return made
    return None


def keep(execution: Execution, step: WaitingStep, made: Mapping[str, Choice]) -> None:
    """Keep choices with a step that is about to be completed."""
    all_of_them = {**choices_of(step.tag), **made}
    rows = {element: {"people": list(one.people), "by": one.by} for element, one in all_of_them.items()}
    execution.tag(step.token, {**facts_of(step), CHOSEN: rows})


def _before(execution: Execution, token: int) -> Iterator[int]:
    led_here = [one.token for one in execution.past(token)]
    yield from (token, *led_here)
    # Signers are no past of their own, and a jump leads where nothing leads.
    yield from (one.token for one in execution.completed if one.token not in led_here)
