"""The step loop: what may run, in order of arrival, within a budget.

A step is the running of one token. Expressions, scripts and services are called before anything is
changed in the structure of the instance, so a failing step only has variable writes to take back.
"""

from collections import deque
from time import monotonic
from typing import TYPE_CHECKING

from engine.execution.errors import StepFailed
from engine.execution.events.arming import next_turn
from engine.execution.events.delivery import settle
from engine.execution.events.firing import fire
from engine.execution.token import READY, STARTED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance


class Agenda:
    """Tokens that can run without anybody's help, first come first served."""

    def __init__(self, instance: "Instance") -> None:
        self._instance = instance
        self._queue: deque[Token] = deque()

    def push(self, token: Token) -> None:
        """Let `token` run when its turn comes."""
        self._queue.append(token)

    def push_first(self, token: Token) -> None:
        """Let `token` run next: something inside it has finished."""
        self._queue.appendleft(token)

    def dump(self) -> list[int]:
        """Whose turn it is, by id; empty when everything has run."""
        return [token.id for token in self._queue if _can_run(token)]

    def take(self, order: list[int]) -> None:
        """Let exactly these tokens run, in this order."""
        self._queue = deque(self._instance.tokens[identifier] for identifier in order)

    def run(self) -> None:
        """Run until nothing can run any more or the budget is spent.

        Arrival order is fair: when the budget ends, every token still in the queue has had its
        turns, so all of them are failed with code ``budget``.
        """
        env = self._instance.env
        deadline = monotonic() + env.max_seconds
        steps, first = 0, self._instance.last_id
        settle(self._instance)
        self._fire_due()
        while (token := self._next()) is not None or self._fire_due():
            if token is None:
                continue
            steps += 1
            late = monotonic() > deadline
            # A step may make many tokens, and items within items far more than there are steps.
            too_many = self._instance.last_id - first > 2 * env.max_steps
            if steps > env.max_steps or late or too_many:
                self._exhaust(token)
                return
            self.step(token)

    def _fire_due(self) -> bool:
        """Let timers fire whose moment has come."""
        instance = self._instance
        found = instance.watches.due(instance.env.clock().timestamp()) if instance.watches.timers else []
        for watch, position in found:
            if watch in instance.watches and watch.clocks.get(position) is not None:
                # The clock first: what fires may well not happen yet, where other triggers must come too.
                next_turn(instance, watch, position)
                fire(watch, position)
                settle(instance)
        return bool(found)

    def _next(self) -> Token | None:
        while self._queue:
            token = self._queue.popleft()
            if _can_run(token):
                return token
        return None

    def _exhaust(self, token: Token | None) -> None:
        while token is not None:
            token.fail(
                "budget", f"{self._instance.env.max_steps} steps or {self._instance.env.max_seconds} s"
            )
            token = self._next()

    def step(self, token: Token) -> None:
        """Run `token` once; a step that fails takes its writes back and leaves the token failed."""
        self._run(token)
        settle(self._instance)

    def _run(self, token: Token) -> None:
        journal, thrown = self._instance.journal, self._instance.thrown
        mark = journal.mark()
        journal.element = token.task_spec.place
        try:
            if token._state == READY:
                token.run()
            else:
                token.task_spec.resume(token)
        except StepFailed as failure:
            journal.rollback(mark)
            thrown.clear()
            token.fail(failure.code, failure.detail)
        finally:
            journal.element = None


def _can_run(token: Token) -> bool:
    """Whether a token may be stepped: also one that waits, if it hosts something or looks again."""
    state, spec = token._state, token.task_spec
    return state == READY or (state == STARTED and spec.hosts) or (state == WAITING and spec.looks)
