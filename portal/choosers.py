"""自选办理人 on a page: a field for each coming step whose handlers the reader chooses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext

from db import reading
from engine.queries.choices import StepChoice
from identity.directory import people, search_people, searchable
from identity.numbers import sees_numbers
from portal.choosing import SHOWN, Choice, chosen_of
from portal.faults import Fault
from web.principal import require_principal

FIND = "find-people"
"""The button that only looks for people, where there is no JavaScript."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """A field: for which step, who is shown and chosen, and what is wrong."""

    step: StepChoice
    name: str
    choice: Choice
    error: str = ""

    @property
    def pointer(self) -> str:
        """How faults name the field."""
        return f"/chosen/{self.step.element}"


def choosers(steps: Sequence[StepChoice], faults: Iterable[Fault] = ()) -> tuple[Chooser, ...]:
    """Return the fields of a page, as they were sent or as they begin."""
    words = {fault.pointer: fault.words for fault in faults}
    found = []
    for step in steps:
        name = name_of(step.element)
        chooser = Chooser(step, name, choice_for(step, name))
        found.append(replace(chooser, error=words.get(chooser.pointer, "")))
    return tuple(found)


def choice_for(step: StepChoice, name: str) -> Choice:
    """Return whom a field shows: those who may be chosen, or those chosen already and those found."""
    sent = name in request.values or request.method == "POST"
    chosen = chosen_of(name) if sent else list(step.chosen)
    if step.limited:
        return Choice("", step.people, frozenset(chosen), searched=True)
    return search(name, chosen)


def search(name: str, chosen: Sequence[int]) -> Choice:
    """Return what the search of a field finds, after those chosen already."""
    typed, me = request.values.get(f"q:{name}", "")[:100], require_principal()
    with reading() as connection:
        found = search_people(connection, typed, limit=SHOWN + 1, numbers=sees_numbers(me))
        known = people(connection, chosen)
    shown = [known[one] for one in chosen if one in known]
    shown += [one for one in found[:SHOWN] if one.id not in known]
    return Choice(typed, tuple(shown), frozenset(known), searchable(typed), len(found) > SHOWN)


def chosen_people(steps: Sequence[StepChoice]) -> dict[str, list[int]]:
    """Return whom the form chooses, by element, as the commands take it."""
    return {step.element: chosen_of(name_of(step.element)) for step in steps}


def looks_for_people() -> bool:
    """Say whether the button was pressed that only looks for people."""
    return FIND in request.form


def named(faults: Iterable[Fault], steps: Sequence[StepChoice]) -> tuple[Fault, ...]:
    """Let the faults of these fields be called by the steps that they are about."""
    names: Mapping[str, str] = {f"/chosen/{step.element}": step.step_name for step in steps}
    return tuple(
        replace(fault, label=gettext("Who handles “%(step)s”", step=names[fault.pointer]))
        if fault.pointer in names
        else fault
        for fault in faults
    )


def name_of(element: str) -> str:
    """Return the name of the inputs that hold the ids chosen for a step."""
    return f"chosen:{element}"
