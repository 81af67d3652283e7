"""Answers in order, as a file gives them."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from engine.execution import BpmnError, Program, WaitingStep

from .subject import Subject
from .turns import Filled, Turn, Until

_KEYS = {"element", "outcome", "data"}
_LARGEST = 2**63
_BY_EVENT = ("startEvent", "boundaryEvent", "intermediateCatchEvent")


class AnswerProblem(Exception):
    """The file of answers cannot be used.

    Parameters
    ----------
    code
        ``json``, ``shape``, ``outcome`` or ``value``.
    n
        Number of the answer from 1; 0 for the file.
    """

    def __init__(self, code: str, n: int = 0, detail: str = "") -> None:
        super().__init__(code, n, detail)
        self.code = code
        self.n = n
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: of a person at a step, of a service, of an event that comes, or of who starts it.

    The outcome of a service is the code of a BPMN error, if it is to refuse.
    ``element`` None: of whoever is asked next.
    """

    n: int
    element: str | None = None
    outcome: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def read_answers(content: bytes) -> list[Answer]:
    """Read ``[{"element","outcome","data"}]``; every key may be left out.

    Raises
    ------
    AnswerProblem
    """
    try:
        rows = orjson.loads(content)
    except orjson.JSONDecodeError as exc:
        raise AnswerProblem("json", detail=str(exc)) from exc
    if not isinstance(rows, list):
        raise AnswerProblem("shape")
    return [_answer(n, row) for n, row in enumerate(rows, 1)]


def _answer(n: int, row: Any) -> Answer:
    if not isinstance(row, dict) or row.keys() - _KEYS:
        raise AnswerProblem("shape", n)
    element, outcome, data = row.get("element"), row.get("outcome"), row.get("data")
    if not all(text is None or isinstance(text, str) for text in (element, outcome)):
        raise AnswerProblem("shape", n)
    if not (data is None or isinstance(data, dict)):
        raise AnswerProblem("shape", n)
    if any(isinstance(value, int) and not -_LARGEST <= value < _LARGEST for value in _inside(data)):
        raise AnswerProblem("value", n)
    return Answer(n, element, outcome, data or {})


def _inside(value: Any) -> Iterator[Any]:
    pending = [value]
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, dict):
            pending.extend(one.values())
        elif isinstance(one, list):
            pending.extend(one)


class Listed:
    """Gives the answers of a list, each when its element is asked; in between, time and messages come.

    A person without an answer keeps everybody waiting: nobody answers in his place.

    Attributes
    ----------
    left
        Answers that nobody has asked for yet.
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        self.left = deque(answers)
        self._events: frozenset[str] = frozenset()

    def begin(self, program: Program) -> Mapping[str, Any]:
        """Give the data of an answer that names a start event."""
        self._events = frozenset(name for name, node in program.nodes.items() if node.kind in _BY_EVENT)
        first = self.left[0] if self.left else None
        node = program.nodes.get(first.element or "") if first else None
        if node is None or node.kind != "startEvent":
            return {}
        return self.left.popleft().data

    def choose(self, turns: Sequence[Turn], until: Until) -> Turn | None:
        """Give the turn of the next answer; else, if it runs to the end, what needs no person."""
        asked = self.left[0] if self.left else None
        if asked is not None:
            for turn in turns:
                if turn.element is not None and asked.element in (turn.element, None):
                    return turn
        is_meant = asked is not None and asked.element in self._events
        if not is_meant and (until == "wait" or (asked is None and any(turn.step for turn in turns))):
            return None
        return _without_people(turns)

    def fill(self, subject: Subject, step: WaitingStep, document: Mapping[str, Any]) -> Filled:
        """Give the next answer; `choose` has made sure that it is this step's."""
        answer = self.left.popleft()
        outcomes = [outcome.id for outcome in subject.outcomes(step.element)]
        if answer.outcome is not None and answer.outcome not in outcomes:
            raise AnswerProblem("outcome", answer.n, ", ".join(outcomes))
        return Filled(answer.outcome, answer.data)

    def bring(self, element: str) -> Mapping[str, Any]:
        """Give the data of the next answer, if it is the event's."""
        return self.left[0].data if self.left and self.left[0].element == element else {}

    def other(self) -> None:
        """What was answered was meant."""

    def expects(self, element: str) -> bool:
        """Tell whether the next answer names the service."""
        return bool(self.left) and self.left[0].element == element

    def answer(self, subject: Subject, element: str) -> tuple[Mapping[str, Any], bool]:
        """Give the data of the next answer, if it names the service."""
        if self.expects(element):
            return self.left.popleft().data, True
        return {}, False

    def refuse(self, subject: Subject, element: str) -> BpmnError | None:
        """Give the error that the next answer names as the service's outcome."""
        if not self.expects(element) or self.left[0].outcome is None:
            return None
        answer = self.left.popleft()
        caught = subject.errors.get(element, ())
        if answer.outcome not in caught:
            raise AnswerProblem("outcome", answer.n, ", ".join(caught))
        return BpmnError(answer.outcome, answer.data)

    def happened(self, elements: Sequence[str]) -> None:
        """Take an answer as given whose event has come."""
        for element in elements:
            if self.left and self.left[0].element == element and element in self._events:
                self.left.popleft()


def _without_people(turns: Sequence[Turn]) -> Turn | None:
    """Time first, then what was waited for first."""
    time = [turn for turn in turns if turn.element is None]
    events = [turn for turn in turns if turn.listener]
    return next(iter((*time, *events)), None)
