"""A random story: what people and the world do to one random instance, checked after every move."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from engine.execution import CannotReturn, Execution, compile_process
from engine.execution.reports import Listener, Trace
from engine.execution.token import STARTED
from tests.engine.execution.driving import moves
from tests.engine.execution.driving.invariants import check, check_history
from tests.engine.execution.driving.lane import Lane
from tests.engine.execution.models.maker import Kinds, ModelMaker
from tests.engine.execution.models.writing import MESSAGES, SIGNALS

STEPS = 30
AT_MOST = 600

_WEIGHTS = {
    "complete": 40,
    "return": 14,
    "message": 16,
    "signal": 10,
    "timer": 10,
    "leap": 5,
    "flag": 10,
    "answer": 14,
    "retry": 14,
}
_UNHEARD = 2


class Story:
    """One instance on two lanes: one goes through its snapshot after every operation, one never does."""

    def __init__(self, seed: int, done: Counter[str]) -> None:
        self.random = Random(seed)
        self.done = done
        self.model = ModelMaker(self.random, Kinds()).model()
        program = compile_process(self.model.xml)
        self.kept, self.loaded = (Lane(program, seed, reloads=reloads) for reloads in (False, True))
        self.lanes = (self.kept, self.loaded)
        self.since = 0
        """The last token of an earlier version of the diagram."""
        self.flags = dict.fromkeys(self.model.flags, False)

    def tell(self) -> None:
        """Thirty random operations, then either the end by force or whatever is still missing."""
        self.check()
        for _ in range(STEPS):
            if self.state != "running":
                break
            self.act(self.choose())
        if self.state == "running" and self.random.random() < 0.5:
            self.both("terminate", lambda lane: lane.run.terminate())
            assert self.state == "terminated"
        if self.state != "running" and self.loaded.run.completed and self.random.random() < 0.5:
            moves.restart(self)
        for _ in range(AT_MOST):
            if self.state != "running":
                return
            self.finish()
        raise AssertionError(f"it never ends: {self.loaded.seen()}")

    @property
    def state(self) -> str:
        return self.loaded.run.state

    # --- choosing

    def choose(self) -> str:
        """One of the operations that can be done now, or a message that nobody waits for."""
        run = self.loaded.run
        able = {
            "complete": bool(run.waiting),
            "return": bool(run.waiting and run.completed),
            "message": True,
            "signal": True,
            "timer": run.next_due is not None,
            "leap": run.next_due is not None,
            "flag": bool(self.flags),
            "answer": bool(run.calls),
            "retry": bool(run.failures),
            **moves.able(self),
        }
        weights = {kind: weight for kind, weight in (_WEIGHTS | moves.WEIGHTS).items() if able[kind]}
        heard = {listener.kind for listener in run.listening}
        weights |= {kind: _UNHEARD for kind in ("message", "signal") if kind not in heard}
        return self.random.choices([*weights], [*weights.values()])[0]

    def act(self, kind: str) -> None:
        if kind in moves.WEIGHTS:
            moves.act(self, kind)
            return
        {
            "complete": self.complete,
            "return": self.go_back,
            "message": lambda: self.bring("message", MESSAGES),
            "signal": lambda: self.bring("signal", SIGNALS),
            "timer": lambda: self.both("timer", lambda lane: lane.move_clock()),
            "leap": self.leap,
            "flag": self.turn_flag,
            "answer": self.answer,
            "retry": self.retry,
        }[kind]()

    def finish(self) -> None:
        """Whatever leads to the end: people first, time last."""
        run = self.loaded.run
        heard = [listener for listener in run.listening if self.waits(listener)]
        if run.waiting:
            self.complete(min(step.token for step in run.waiting), 0)
        elif run.calls:
            self.answer()
        elif run.failures:
            self.retry()
        elif heard:
            self.bring(heard[0].kind, (heard[0].name,))
        elif False in self.flags.values():
            self.turn_flag(next(name for name, value in self.flags.items() if not value))
        else:
            self.both("timer", lambda lane: lane.move_clock())

    def waits(self, listener: Listener) -> bool:
        """Whether it is the flow itself that waits."""
        spec = self.loaded.run._instance.tokens[listener.holder].task_spec if listener.holder else None
        return spec is not None and spec.catches and spec.name == listener.element

    # --- operations

    def both(self, kind: str, move: Callable[[Lane], Any]) -> Any:
        """Do the same on both lanes, count it, and look at everything."""
        found = [move(lane) for lane in self.lanes]
        assert found[0] == found[1]
        self.done[kind] += 1
        self.check()
        return found[0]

    def complete(self, token: int | None = None, answer: int | None = None) -> None:
        token = token or self.random.choice(self.loaded.run.waiting).token
        answer = self.random.choice((0, 0, 1, 2)) if answer is None else answer
        self.both("complete", lambda lane: lane.complete(token, answer))

    def go_back(self) -> None:
        run = self.loaded.run
        token = self.random.choice(run.waiting).token
        possible = {step.token for step in run.past(token)}
        anywhere = not possible or self.random.random() < 0.3
        target = self.random.choice(run.completed).token if anywhere else self.random.choice(sorted(possible))
        try:
            opened = self.both("return", lambda lane: lane.return_to(token, target))
        except CannotReturn as refused:
            if target in possible and refused.code not in ("compensated", "gone"):
                raise
            self.both("refused return", lambda lane: self.is_refused(lane, token, target))
            return
        assert target in possible
        del opened

    def is_refused(self, lane: Lane, token: int, target: int) -> bool:
        before = lane.run.dump()
        try:
            lane.run.return_to(token, target)
        except CannotReturn:
            return lane.run.dump() == before
        return False

    def bring(self, kind: str, names: tuple[str, ...]) -> None:
        """Something from outside: a message has one receiver, a signal all that still can hear it."""
        heard = [(one.kind, one.name) for one in self.loaded.run.listening if one.name in names]
        one_heard = heard and self.random.random() < 0.8
        name = self.random.choice(heard)[1] if one_heard else self.random.choice(names)
        before = [one for one in self.loaded.run.listening if (one.kind, one.name) == (kind, name)]
        caught = self.both(kind if before else f"unheard {kind}", lambda lane: self.receive(lane, kind, name))
        assert caught == bool(before)

    def receive(self, lane: Lane, kind: str, name: str) -> bool:
        before = [one for one in lane.run.listening if (one.kind, one.name) == (kind, name)]
        caught = lane.receive(kind, name)
        fired = self.fired(lane.run, before)
        if kind == "message":
            assert sum(fired) == bool(before)
        else:
            gone = [not lane.run._instance.watches.get(one.holder, one.element) for one in before]
            assert all(one or other for one, other in zip(fired, gone, strict=True))
        lane.run.advance()
        return caught

    def fired(self, run: Execution, before: list[Listener]) -> list[bool]:
        """Which of the listeners have caught it."""
        entered = Counter(event.element for event in run._instance.trace if event.event == "enter")
        found = []
        for one in before:
            holder = run._instance.tokens[one.holder] if one.holder else None
            if holder is not None and holder.task_spec.name == one.element:
                found.append(holder._state == STARTED)
            else:
                found.append(entered[one.element] > 0)
                entered[one.element] -= 1
        return found

    def leap(self) -> None:
        hours = self.random.randint(3, 30)
        self.both("leap", lambda lane: lane.move_clock(hours))

    def turn_flag(self, name: str = "") -> None:
        name = name or self.random.choice(sorted(self.flags))
        self.flags[name] = not self.flags[name]
        self.both("flag", lambda lane: lane.write(name, self.flags[name]))

    def answer(self) -> None:
        token = self.random.choice(self.loaded.run.calls).token
        self.both("answer", lambda lane: lane.answer(token))

    def retry(self) -> None:
        token = self.random.choice(self.loaded.run.failures).token
        self.both("retry", lambda lane: lane.retry(token))

    # --- what must hold

    def check(self) -> None:
        stored = [lane.settle() for lane in self.lanes]
        assert stored[0] == stored[1]
        assert self.kept.seen() == self.loaded.seen()
        # In which order: after a load a complex gateway looks once more, perhaps before the others.
        assert alike(self.kept.told) == alike(self.loaded.told)
        self.check_told()
        awake = self.awake(stored[1])
        check(self.kept.run._instance)
        check(self.loaded.run._instance)
        if self.state != "terminated":
            check_history(awake._instance, self.since)
        assert awake.dump() == stored[1]
        assert awake.marking() == self.kept.run.marking()
        self.done["reload"] += 1

    def awake(self, stored: bytes) -> Execution:
        """A copy with its whole history awake; the loaded lane steps with it asleep."""
        return Execution.load(self.loaded.program, self.loaded.env, stored)

    def check_told(self) -> None:
        """The trace counts on, failures are those that were meant, changes add up to the variables."""
        for lane in self.lanes:
            for event in lane.told:
                lane.last += 1
                assert event.n == lane.last
            assert {failure.code for failure in lane.run.failures} <= {"busy"}, lane.run.failures
            there = {name: value for name, value in lane.run.variables().items() if value is not None}
            assert there == {name: value for name, value in lane.written.items() if value is not None}


def alike(told: list[Trace]) -> list[tuple[int, str]]:
    """What happened, in whatever order."""
    return sorted((event.token, event.event) for event in told)
