"""Answers drawn by a seed: any outcome of the step, values of the form's types, events in any order."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from engine.execution import BpmnError, Program, WaitingStep
from forms.merging import merge
from forms.pointers import split
from forms.validation import check

from .plausible import values
from .subject import Subject
from .turns import Filled, Turn, Until

MOST_OTHERS = 40
"""How often values are drawn anew in one run."""
_PERSON, _EVENT = 3, 1
"""How often a person comes first where an event may come as well."""
_REFUSED = 0.25
"""How often a service answers with an error that is caught."""


class Drawn:
    """Plays everybody at random; the same seed gives the same run."""

    def __init__(self, subject: Subject, seed: int) -> None:
        self._subject = subject
        self._random = Random(seed)
        self._others = 0

    def begin(self, program: Program) -> Mapping[str, Any]:
        """Give a value to each name that expressions use and that no form declares."""
        return self._guess(self._subject.hints)

    def choose(self, turns: Sequence[Turn], until: Until) -> Turn | None:
        """Give any turn; none if it is to stop where it first waits."""
        if until == "wait" or not turns:
            return None
        weights = [_PERSON if turn.step else _EVENT for turn in turns]
        return self._random.choices(turns, weights)[0]

    def fill(self, subject: Subject, step: WaitingStep, document: Mapping[str, Any]) -> Filled:
        """Give any outcome, and something for every field that may be filled in here."""
        outcome = self._random.choice(subject.outcomes(step.element))
        data = self._guess(subject.fleeting)
        return Filled(outcome.id, {**data, **self._form(subject, step, document)})

    def bring(self, element: str) -> Mapping[str, Any]:
        """Let an event bring what is read of it, and what decides ways."""
        return {**self._subject.payload.draw_parts(self._random), **self._guess(self._subject.fleeting)}

    def other(self) -> Mapping[str, Any] | None:
        """Draw anew what decides ways, a few times: not every choice says what happens to every value."""
        self._others += 1
        return self._guess(self._subject.fleeting) if self._others <= MOST_OTHERS else None

    def expects(self, element: str) -> bool:
        """Tell that there is none."""
        return False

    def answer(self, subject: Subject, element: str) -> tuple[Mapping[str, Any], bool]:
        """Give nothing: operations are not called."""
        return {}, False

    def refuse(self, subject: Subject, element: str) -> BpmnError | None:
        """Give any error that is caught there, now and then."""
        caught = subject.errors.get(element)
        if not caught or self._random.random() >= _REFUSED:
            return None
        return BpmnError(self._random.choice(caught), self.bring(element))

    def happened(self, elements: Sequence[str]) -> None:
        """Nothing is remembered."""

    def _guess(self, names: Any) -> dict[str, Any]:
        return {name: self._subject.hints[name].draw(self._random) for name in sorted(names)}

    def _form(self, subject: Subject, step: WaitingStep, document: Mapping[str, Any]) -> Mapping[str, Any]:
        if subject.form is None:
            return {}
        form, access = subject.form, subject.step(step.element).access
        before = {name: document[name] for name in form.fields if document.get(name) is not None}
        sent = values(form, access, self._random)
        wrong = {part for error in check(form, access, before, sent) for part in split(error.pointer)[:1]}
        kept = {name: value for name, value in sent.items() if name not in wrong}
        after = merge(form, access, before, kept)
        return {name: after[name] for name in kept if name in after and f"/{name}" not in form.secrets}
