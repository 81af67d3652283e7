"""What may happen next in a rehearsal, and who decides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from engine.execution import BpmnError, Listener, Program, WaitingStep

from .subject import Subject

Until = Literal["wait", "end"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A person completes `step`, or what `listener` waits for comes; with neither, the next timer fires."""

    step: WaitingStep | None = None
    listener: Listener | None = None

    @property
    def element(self) -> str | None:
        """The element that it happens to; of a timer that is not known before."""
        one = self.step or self.listener
        return one.element if one else None


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody gives: an outcome (None: the first of the step's) and values by name."""

    outcome: str | None = None
    data: Mapping[str, Any] | None = None


class Actor(Protocol):
    """Plays the people, the services and the world."""

    def begin(self, program: Program) -> Mapping[str, Any]:
        """Give the variables that it is started with, besides the engine's own."""

    def choose(self, turns: Sequence[Turn], until: Until) -> Turn | None:
        """Give what happens next; None if nothing does."""

    def fill(self, subject: Subject, step: WaitingStep, document: Mapping[str, Any]) -> Filled:
        """Complete a step; `document` is what it sees."""

    def bring(self, element: str) -> Mapping[str, Any]:
        """Give the values that an event brings to whoever waits for it there."""

    def other(self) -> Mapping[str, Any] | None:
        """Give other values, for with those that he gave nothing goes on; None if he has no others."""

    def expects(self, element: str) -> bool:
        """Tell whether he has an answer of a service in mind next."""

    def answer(self, subject: Subject, element: str) -> tuple[Mapping[str, Any], bool]:
        """Give what a service returns, and whether that is meant as its real answer."""

    def refuse(self, subject: Subject, element: str) -> BpmnError | None:
        """Give the error that a service answers with; None if it does its work."""

    def happened(self, elements: Sequence[str]) -> None:
        """Hear which elements have completed since the last turn."""
