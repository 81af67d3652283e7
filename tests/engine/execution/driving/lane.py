"""One instance under way in virtual time, with services that answer as they were told to."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from engine.execution import WAIT, Environment, Execution, Program, ServiceCall, ServiceFailed
from engine.execution.events.occurrence import Occurrence
from engine.execution.reports import Trace
from tests.engine.execution.support import NOON, QuickSandbox


class Lane:
    """An execution and what is around it; the same operations on two lanes do the same to both.

    Attributes
    ----------
    reloads
        Whether it goes through its snapshot after every operation.
    written
        The root's variables, as the changes that were told add up.
    told
        What happened in the last operation.
    """

    def __init__(self, program: Program, seed: int, *, reloads: bool) -> None:
        self.program = program
        self.seed = seed
        self.reloads = reloads
        self.now = NOON
        self.written: dict[str, Any] = {}
        self.told: list[Trace] = []
        self.last = 0
        self._tries: Counter[int] = Counter()
        self.env = Environment(clock=lambda: self.now, sandbox=QuickSandbox(), call_service=self._serve)
        self.run = Execution.create(program, self.env, {"secret": "the caller's"})
        self.written["secret"] = "the caller's"
        self.run.advance()

    def settle(self) -> bytes:
        """End an operation: take what it tells, and go through the snapshot."""
        self.told = self.run.take_events()
        for change in self.run.take_changes():
            if change.scope == 0:
                self.written[change.name] = change.new
        stored = self.run.dump()
        if self.reloads:
            self.run = Execution.load(self.program, self.env, stored)
        return stored

    def _serve(self, call: ServiceCall) -> Any:
        self._tries[call.token] += 1
        lot = Random(f"{self.seed}/{call.token}/{self._tries[call.token]}").random()
        if lot < 0.25:
            raise ServiceFailed("busy", call.element)
        return WAIT if lot < 0.5 else self._counted(call.element, call.variables)

    def _counted(self, element: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        return {f"w_{element}": (variables.get(f"w_{element}") or 0) + 1}

    # --- operations

    def complete(self, token: int, answer: int) -> None:
        self.run.write(f"c_{self.element(token)}", answer, token)
        self.run.complete(token)
        self.run.advance()

    def receive(self, kind: Any, name: str) -> bool:
        """Bring something, without letting anything run yet."""
        return self.run.receive(Occurrence(kind, name))

    def move_clock(self, hours: float | None = None) -> None:
        """To the next timer, or some hours on."""
        due = self.run.next_due
        assert due is not None
        self.now = self.now + timedelta(hours=hours) if hours else max(self.now, due)
        self.run.advance()

    def write(self, name: str, value: Any) -> None:
        self.run.write(name, value)
        self.run.advance()

    def answer(self, token: int) -> None:
        element = self.element(token)
        self.run.answer(token, self._counted(element, self.run.variables(token)))
        self.run.advance()

    def retry(self, token: int) -> None:
        self.run.retry(token)

    def return_to(self, token: int, target: int) -> int:
        opened = self.run.return_to(token, target)
        self.run.advance()
        return opened.token

    def element(self, token: int) -> str:
        place: str = self.run._instance.tokens[token].task_spec.place
        return place

    # --- what can be seen

    def seen(self) -> tuple[Any, ...]:
        """Everything that the world outside can ask."""
        run = self.run
        due: datetime | None = run.next_due
        return run.waiting, run.listening, due, run.failures, run.calls, run.state, run.variables()
