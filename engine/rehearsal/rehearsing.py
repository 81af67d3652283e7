"""The dry run itself: an execution in memory, and somebody who plays everybody around it."""

import json
import time
import uuid
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from designer_export.native import COMPUTE, EXTERNAL
from engine import filling, helpers, service_steps, steering
from engine.automatic import automatic_fields
from engine.execution import (
    WAIT,
    Beginning,
    BpmnError,
    Environment,
    Execution,
    Occurrence,
    PendingCall,
    ServiceCall,
    ServiceFailed,
    Trace,
    WaitingStep,
)
from expressions.errors import ExpressionError
from expressions.sandbox import Sandbox

from .moment import BEGIN
from .panel import Panel
from .result import Rehearsed, Stop, result_of
from .subject import Subject
from .turns import Actor, Turn, Until

MOST_STEPS: Final = 1000
"""How many turns people, services, events and timers have together."""
MOST_SECONDS: Final = 10.0
NO_WAY: Final = "no_flow"
"""Code of the failure of a choice none of whose conditions holds."""

_INITIATOR: Final = {"id": 1, "name": "张三", "number": "20260001", "kinds": ["staff"], "unit": "office"}
_KNOWN: Final = {
    "initiator.name": "张三",
    "initiator.number": "20260001",
    "initiator.phone": "000-5550-0000",
    "initiator.email": "zhangsan@example.com",
    "unit.name": "办公室",
    "unit.code": "office",
    "business_no": "2026030001",
    "now": BEGIN.isoformat(),
    "today": BEGIN.date().isoformat(),
}


def rehearse(
    subject: Subject,
    actor: Actor,
    sandbox: Sandbox,
    until: Until = "end",
    here: Collection[str] = (),
) -> Rehearsed:
    """Run a process with nobody but `actor`, to where it first waits for him or as far as it goes.

    Never raises for what a diagram does.

    Parameters
    ----------
    here
        Operations that the hall does itself, in the transaction of the step: nobody waits for them.

    Raises
    ------
    AnswerProblem
        An answer does not fit the step that it is for.
    """
    return _Rehearsal(subject, actor, sandbox, until, here).run()


class _Rehearsal:
    def __init__(
        self, subject: Subject, actor: Actor, sandbox: Sandbox, until: Until, here: Collection[str]
    ) -> None:
        self._subject = subject
        self._here = here
        self._actor = actor
        self._until: Until = until
        self._sandbox = sandbox
        self._now = BEGIN
        self._program = subject.program
        self._trace: list[Trace] = []
        self._turns = 0
        self._deadline = time.monotonic() + MOST_SECONDS
        self._panel = Panel(subject, BEGIN)
        self._env = Environment(
            clock=lambda: self._now,
            sandbox=sandbox,
            call_service=self._called,
            functions=helpers.functions(BEGIN),
            panel=self._panel,
            max_seconds=MOST_SECONDS / 2,
        )
        self._execution = self._create()
        self._panel.execution = self._execution

    def run(self) -> Rehearsed:
        """Take turns until one of the reasons to stop."""
        self._advance()
        while (stop := self._stopped()) is None:
            turn = self._actor.choose(list(self._possible()), self._until)
            if turn is None:
                stop = "wait"
                break
            self._take(turn)
            self._advance()
        return result_of(stop, self._program, self._execution, self._trace)

    # --- beginning

    def _create(self) -> Execution:
        form = self._subject.form
        document = filling.empty_document(form) | automatic_fields(form, dict(_KNOWN)) if form else {}
        variables = {
            **self._actor.begin(self._program),
            **document,
            steering.STEPS: {},
            filling.INITIATOR: dict(_INITIATOR),
            filling.INSTANCE: {"id": uuid.UUID(int=0).hex, "number": _KNOWN["business_no"]},
        }
        if self._program.spec.starts:
            return Execution.create(self._program, self._env, variables)
        first = self._program.beginnings[0]
        event = _event(first, self._actor.bring(first.element))
        return Execution.create(self._program, self._env, variables, at=first.element, event=event)

    # --- running on

    def _advance(self) -> None:
        """Run everything automatic, services among it, which answer with next to nothing."""
        self._execution.advance()
        while (calls := self._answerable()) or self._mend():
            for call in calls:
                self._turns += 1
                self._execution.answer(call.token, self._answer(call))
            self._execution.advance()
        told = self._execution.take_events()
        self._execution.take_sent()
        self._execution.take_changes()
        self._trace += told
        self._actor.happened([event.element for event in told if event.event == "complete"])

    @property
    def _spent(self) -> bool:
        return self._turns >= MOST_STEPS or time.monotonic() > self._deadline

    def _answerable(self) -> list[PendingCall]:
        """Give the services that answer now: who asks outside waits, if that is where it is to stop."""
        if self._spent:
            return []
        return [
            call
            for call in self._execution.calls
            if self._until == "end" or self._actor.expects(call.element) or not self._is_outside(call)
        ]

    def _is_outside(self, call: PendingCall) -> bool:
        operation = self._subject.operations.get(call.element)
        if operation is None:
            return False
        return operation.name == EXTERNAL or service_steps.is_connectors(operation.name, self._here)

    def _mend(self) -> bool:
        """Let the actor think again where what he gave leads nowhere; whether he did."""
        stuck = [failure for failure in self._execution.failures if failure.code == NO_WAY]
        other = self._actor.other() if stuck and not self._spent else None
        if other is None:
            return False
        self._turns += 1
        for failure in stuck:
            for name, value in other.items():
                self._execution.write(name, value, failure.token)
            self._execution.retry(failure.token)
        return True

    def _stopped(self) -> Stop | None:
        codes = {failure.code for failure in self._execution.failures}
        if codes:
            return "budget" if "budget" in codes else "incident"
        if self._execution.state != "running":
            return "end"
        return "budget" if self._spent else None

    def _called(self, call: ServiceCall) -> Any:
        """Work out what the operation would get; what it gives comes later, unless that is all it does."""
        operation = self._subject.operations.get(call.element)
        if operation is None:
            return WAIT
        try:
            given = service_steps.asked(self._sandbox, operation, call.variables)
            if operation.name == COMPUTE:
                return service_steps.written(self._sandbox, operation, call.variables, given)
        except ExpressionError as problem:
            raise ServiceFailed("mapping", str(problem)) from problem
        return WAIT

    def _answer(self, call: PendingCall) -> Mapping[str, Any] | BpmnError:
        """Give what the step writes: of an answer its mapped values, else its names with what they had."""
        error = self._actor.refuse(self._subject, call.element)
        if error is not None:
            return error
        result, is_meant = self._actor.answer(self._subject, call.element)
        operation = self._subject.operations.get(call.element)
        if operation is None or operation.outputs is None:
            return result
        known = self._execution.variables(call.token)
        if not is_meant:
            return {name: known.get(name) for name, _ in operation.outputs}
        return service_steps.written(self._sandbox, operation, known, result)

    # --- turns

    def _possible(self) -> Iterator[Turn]:
        yield from (Turn(step=step) for step in self._execution.waiting)
        yield from (Turn(listener=listener) for listener in self._execution.listening)
        if self._execution.next_due is not None:
            yield Turn()

    def _take(self, turn: Turn) -> None:
        self._turns += 1
        if turn.step is not None:
            self._complete(turn.step)
        elif turn.listener is not None:
            one = turn.listener
            keys = {name: json.loads(value) for name, value in one.keys}
            kind: Any = one.kind
            self._execution.receive(
                Occurrence(kind, one.name, payload=self._actor.bring(one.element), keys=keys)
            )
        else:
            self._pass_time()

    def _pass_time(self) -> None:
        due: datetime | None = self._execution.next_due
        self._now = max(self._now, due or self._now)
        self._env.functions = helpers.functions(self._now)

    def _complete(self, step: WaitingStep) -> None:
        run = self._execution
        filled = self._actor.fill(self._subject, step, run.variables(step.token))
        for name, value in (filled.data or {}).items():
            run.write(name, value, step.token)
        outcome = filled.outcome or self._subject.outcomes(step.element)[0].id
        if self._panel.is_vote(step):
            self._panel.vote(step.token, outcome)
        else:
            steering.write(run, self._now, step.element, step.token, outcome, {"person": _INITIATOR["id"]})
        run.complete(step.token)


def _event(beginning: Beginning, payload: Mapping[str, Any]) -> Occurrence | None:
    """Give what begins the process at a node; time and conditions bring nothing."""
    kind: Any = beginning.kind
    if kind not in ("message", "signal"):
        return None
    return Occurrence(kind, beginning.name or "", payload=payload)
