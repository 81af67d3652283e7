"""A matter of a random service in memory, and what was foreseen before each thing that happened to it."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from engine.definitions import prepare
from engine.execution import Environment, Execution, ServiceCall
from engine.execution.events.occurrence import Occurrence
from engine.forecast import Forecast, from_grounds, from_start
from tests.engine.driving.random_service import BY_OUTCOME, random_service
from tests.engine.execution.models.maker import Kinds
from tests.engine.execution.support import NOON
from tests.engine.forecast.telling import SANDBOX


class Traveller:
    """Goes through a random service; looks ahead before every step of the way."""

    def __init__(
        self, seed: int, kinds: Kinds, done: Counter[str], says: str = BY_OUTCOME, fills: int = 0
    ) -> None:
        bundle, self.model = random_service(seed, kinds, says, fills)
        self.random, self.done, self.now = Random(seed), done, NOON
        self.deployed = prepare(bundle)
        env = Environment(clock=lambda: self.now, sandbox=SANDBOX, call_service=self._serve)
        self.promised: set[str] = set()
        known = {"steps": {}, "subject": self.some()}
        self.run = Execution.create(self.deployed.program, env, known)
        self.happens(from_start(self.deployed, SANDBOX, known), lambda: None, outside=False)

    def some(self) -> str:
        """An answer that conditions ask for."""
        return f"o{self.random.choice((0, 0, 1, 2))}"

    def _serve(self, call: ServiceCall) -> dict[str, Any]:
        return {f"w_{call.element}": 1}

    @property
    def ahead(self) -> Forecast:
        return from_grounds(self.deployed, self.deployed.program, SANDBOX, self.run.grounds())

    def travel(self, steps: int) -> None:
        """Random steps, and what comes from outside between them."""
        for _ in range(steps):
            if self.run.state != "running":
                break
            self.act()
        if self.run.state == "completed":
            self.done["completed"] += 1
            assert not self.promised, f"certain, and did not come: {sorted(self.promised)}"

    def act(self) -> None:
        """One thing that happens; people are the most likely to do it."""
        moves = [self.complete] * 6 * bool(self.run.waiting)
        moves += [self.hear] * 2 * bool(self.run.listening)
        moves += [self.wait] * (self.run.next_due is not None)
        moves += [self.flag] * bool(self.model.flags)
        if moves:
            self.random.choice(moves)()

    def complete(self) -> None:
        step = self.random.choice(self.run.waiting)
        outcome, subject = self.some(), self.some()

        def act() -> None:
            known = dict(self.run.variables(step.token).get("steps") or {})
            self.run.write("steps", {**known, step.element: {"outcome": outcome}}, step.token)
            if self.deployed.step(step.element).access.mode("/subject") == "edit":
                self.run.write("subject", subject)
            self.run.complete(step.token)

        self.happens(self.ahead, act, outside=False)
        self.done["step"] += 1

    def hear(self) -> None:
        heard = self.random.choice(self.run.listening)
        event = Occurrence(heard.kind, heard.name)  # type: ignore[arg-type]
        self.happens(self.ahead, lambda: self.run.receive(event), outside=True)

    def wait(self) -> None:
        ahead, due = self.ahead, self.run.next_due
        assert due is not None
        self.now = max(self.now, due) + timedelta(minutes=self.random.choice((0, 90)))
        self.happens(ahead, lambda: None, outside=True)

    def flag(self) -> None:
        name = self.random.choice(self.model.flags)
        self.happens(self.ahead, lambda: self.run.write(name, not self.run.read(name)), outside=True)

    def happens(self, ahead: Forecast, act: Any, *, outside: bool) -> None:
        """Whatever opens now was foreseen; what was certain is kept in mind until it comes."""
        assert ahead.complete
        before = {step.token for step in self.run.waiting}
        self.promised |= {step.element for step in ahead.steps() if step.certain and not step.now}
        act()
        self.run.advance()
        assert not self.run.failures
        opened = {step.element for step in self.run.waiting if step.token not in before}
        foreseen = {step.element for step in ahead.steps()}
        assert opened <= foreseen, f"not foreseen: {sorted(opened - foreseen)}"
        self.promised = set() if outside else self.promised - opened
        self.done["opened"] += len(opened)
