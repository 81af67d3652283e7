"""Walk through the states of every level, within limits, and judge them."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from lxml import etree

from designer_export.scopes import Scope
from designer_export.soundness.endings import Endings
from designer_export.soundness.moves import first, moves
from designer_export.soundness.net import Net, State, build
from designer_export.soundness.ways import Unfit

MAX_STATES: Final = 20_000
MAX_SECONDS: Final = 5.0


@dataclass(frozen=True, slots=True)
class Fault:
    """``stuck``, ``piling`` (two tokens on one flow) or ``endless``, and the steps that lead there."""

    code: str
    node: etree._Element
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Soundness:
    """The verdict (``sound``, ``unsound`` or ``undecided``), the states looked at, and the time it took."""

    verdict: str
    states: int
    seconds: float
    faults: tuple[Fault, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the object of `tongban lint`."""
        return {"verdict": self.verdict, "states": self.states, "seconds": round(self.seconds, 4)}


def explore(scopes: Sequence[Scope]) -> Soundness:
    """Judge all levels: unsound if one is, else undecided if one is or there is none, else sound."""
    begun = perf_counter()
    endings = Endings(scopes)
    states, faults, decided, any_level = 0, [], True, False
    for scope in scopes:
        if not scope.nodes:
            continue
        any_level = True
        walk = _Walk(scope, endings, MAX_STATES - states, begun + MAX_SECONDS)
        fault = walk.run()
        states += len(walk.reached)
        decided = decided and walk.decided
        faults += [fault] if fault else []
    verdict = "unsound" if faults else "sound" if decided and any_level else "undecided"
    return Soundness(verdict, states, perf_counter() - begun, tuple(faults))


class _Walk:
    """Breadth first through one level, so that the way to a fault is a shortest one."""

    def __init__(self, scope: Scope, endings: Endings, budget: int, deadline: float) -> None:
        self._scope = scope
        self._endings = endings
        self._budget = budget
        self._deadline = deadline
        self.reached: dict[State, tuple[str, State | None]] = {}
        self._before: dict[State, list[State]] = {}
        self.decided = False

    def run(self) -> Fault | None:
        """Return the first fault found, or None; `decided` tells whether None means that there is none."""
        try:
            net = build(self._scope)
        except Unfit:
            return None
        fault = self._states(net)
        if fault is None and self.decided:
            fault = self._endless()
        if fault is not None and not self._is_sure(net, fault):
            self.decided = False
            return None
        return fault

    def _is_sure(self, net: Net, fault: Fault) -> bool:
        """What something else may end is not stuck; what goes on beside its event may be meant to."""
        return not net.is_soft and (fault.code == "piling" or not self._endings.can_end(self._scope))

    def _states(self, net: Net) -> Fault | None:
        queue: list[State] = []
        for name, state in first(net):
            self._reach(state, name, None, queue)
        for state in queue:
            if len(self.reached) > self._budget or perf_counter() > self._deadline:
                return None
            if len(set(state)) < len(state):
                return self._fault("piling", state)
            moved = False
            for name, after in moves(net, state):
                moved = True
                self._reach(after, name, state, queue)
            if state and not moved:
                return self._fault("stuck", state)
        self.decided = True
        return None

    def _reach(self, state: State, name: str, before: State | None, queue: list[State]) -> None:
        if state not in self.reached:
            self.reached[state] = (name, before)
            queue.append(state)
        if before is not None:
            self._before.setdefault(state, []).append(before)

    def _endless(self) -> Fault | None:
        """Walk back from the end; what is not met can never end."""
        ending: set[State] = {()}
        pending: list[State] = [()]
        while pending:
            for state in self._before.get(pending.pop(), ()):
                if state not in ending:
                    ending.add(state)
                    pending.append(state)
        lost = next((state for state in self.reached if state not in ending), None)
        return self._fault("endless", lost) if lost is not None else None

    def _fault(self, code: str, state: State) -> Fault:
        path: list[str] = []
        at: State | None = state
        while at is not None:
            name, at = self.reached[at]
            path.append(name)
        return Fault(code, self._scope.nodes[path[0]], tuple(reversed(path)))
