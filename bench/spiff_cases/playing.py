"""Who plays a case: steps and services get what the case gives them; time passes, nothing else."""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from bench.spiff_cases.cases import Case
from engine.execution import Program, WaitingStep
from engine.rehearsal import Subject
from engine.rehearsal.turns import Filled, Turn, Until


class Played:
    """The actor of one case.

    Parameters
    ----------
    hosts
        Activities by the events at their border: one that the case comes back to is left by such an event.
    last
        Of steps that wait beside each other, whether the one that came last is done first.

    Attributes
    ----------
    begun
        Step in which the initiator applies, where our import put one in front; the case knows nothing of it.
    unused
        What the case gives and nobody has asked for.
    """

    def __init__(
        self,
        case: Case,
        subject: Subject,
        begun: frozenset[str],
        hosts: Mapping[str, str],
        last: bool = False,
    ) -> None:
        self._hosts, self._last = hosts, last
        known = {name for program in subject.programs.by_id.values() for name in program.nodes}
        self._given: dict[str, deque[Mapping[str, Any]]] = {}
        self.begun = begun
        for (process, element), turns in case.given.items():
            # What was taken in from another file has its process in front where names met.
            longer = f"{process}_{element}"
            self._given[longer if longer in known else element] = deque(turns)

    @property
    def unused(self) -> list[str]:
        """Give the elements that were to be asked once more."""
        return sorted(element for element, turns in self._given.items() if turns)

    def begin(self, program: Program) -> Mapping[str, Any]:
        """Start it with nothing."""
        return {}

    def choose(self, turns: Sequence[Turn], until: Until) -> Turn | None:
        """Take a step that the case answers, else let time pass; messages come from nowhere."""
        borders = [turn for turn in turns if turn.listener and self._comes_back(turn.listener.element)]
        steps = [turn for turn in turns if turn.step and self._answers(turn.step.element)]
        time = [turn for turn in turns if turn.element is None]
        return next(iter((*borders, *(reversed(steps) if self._last else steps), *time)), None)

    def _comes_back(self, border: str) -> bool:
        return len(self._given.get(self._hosts.get(border, ""), ())) > 1

    def _answers(self, element: str) -> bool:
        return bool(self._given.get(element)) or element in self.begun

    def fill(self, subject: Subject, step: WaitingStep, document: Mapping[str, Any]) -> Filled:
        """Give the step its next data."""
        turns = self._given.get(step.element)
        return Filled(None, turns.popleft() if turns else {})

    def expects(self, element: str) -> bool:
        """Tell whether the case answers a service."""
        return bool(self._given.get(element))

    def answer(self, subject: Subject, element: str) -> tuple[Mapping[str, Any], bool]:
        """Give a service's answer: the case tells the variable that it went into."""
        turns = self._given.get(element)
        if not turns:
            return {}, False
        data, operation = turns.popleft(), subject.operations.get(element)
        names = [name for name, _ in (operation.outputs or ())] if operation else []
        return (data[names[0]] if len(names) == 1 and names[0] in data else data), True

    def refuse(self, subject: Subject, element: str) -> None:
        """Refuse nothing: the cases know no errors of services."""

    def bring(self, element: str) -> Mapping[str, Any]:
        """Bring nothing; a step that is left at its border has had its turn."""
        if self._comes_back(element):
            self._given[self._hosts[element]].popleft()
        return {}

    def other(self) -> None:
        """What the case gives was meant."""

    def happened(self, elements: Sequence[str]) -> None:
        """Take no notice."""
