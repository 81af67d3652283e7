"""One process instance in memory: the face of this room to the commands."""

from collections.abc import Iterable, Mapping, Set
from datetime import datetime
from typing import Any, Literal

from engine.execution import failures, snapshot
from engine.execution.beginning import begin
from engine.execution.environment import BpmnError, Environment, ServiceFailed
from engine.execution.errors import NotWaiting
from engine.execution.events.delivery import deliver
from engine.execution.events.occurrence import Occurrence
from engine.execution.instance import Instance
from engine.execution.listening import listeners
from engine.execution.marking import marking_of
from engine.execution.moves.signing import later
from engine.execution.moving import Moving
from engine.execution.nodes.signing import SIGN, TAG, acts_for, is_signer
from engine.execution.passages import Awaited, Passage, ScopeView, awaited, passages, scopes
from engine.execution.program import Program
from engine.execution.reports import (
    Change,
    Failure,
    Listener,
    Marking,
    PendingCall,
    Trace,
    WaitingStep,
)
from engine.execution.scopes import ROOT, Scope, View
from engine.execution.standing import Ground, grounds
from engine.execution.token import Token
from engine.execution.values import plain

State = Literal["running", "completed", "terminated"]


class Execution(Moving):
    """A running, completed or terminated instance of a program.

    Not safe for several threads at once: a command holds the lock of the instance's row.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @classmethod
    def create(
        cls,
        program: Program,
        env: Environment,
        variables: Mapping[str, Any],
        *,
        at: str | None = None,
        event: Occurrence | None = None,
    ) -> "Execution":
        """A new instance whose root scope holds `variables`; nothing runs before `advance`.

        Parameters
        ----------
        at
            The node of `Program.beginnings` whose trigger has come; None to begin at the start without one.
        event
            What came, if it was a message or signal.

        Raises
        ------
        NotStorable
            For a value that is not JSON.
        NotStartable
            The process begins only when one of its events comes, or not by this one.
        """
        instance = Instance(program, env)
        instance.scope.names.update(plain(dict(variables)))
        begin(instance, at, event)
        return cls(instance)

    @classmethod
    def load(cls, program: Program, env: Environment, data: bytes) -> "Execution":
        """The instance that `dump` stored; `program` must be the version that it was started with.

        Raises
        ------
        UnknownFormat, BrokenSnapshot
        """
        return cls(snapshot.load(program, env, data))

    @classmethod
    def arrive(cls, program: Program, env: Environment, data: bytes) -> "Execution":
        """The instance that `Migration.apply` has brought to this version; the caller then calls `advance`.

        What it waits for is looked at again: other ways may lead there now.

        Raises
        ------
        UnknownFormat, BrokenSnapshot
        """
        execution = cls.load(program, env, data)
        for level in execution._instance.levels():
            if not level.completed:
                level.settle()
        execution._instance.look_again()
        return execution

    def dump(self) -> bytes:
        """The state of the instance, without its program, its taken changes and its taken trace."""
        return snapshot.dump(self._instance)

    @property
    def state(self) -> State:
        """``completed`` when no token is left, ``terminated`` after `terminate`."""
        if self._instance.terminated:
            return "terminated"
        return "completed" if self._instance.completed else "running"

    # --- running

    def advance(self) -> None:
        """Run all that needs nobody's help: first due timers, then whatever follows.

        Never raises for a designer's mistake; see `failures`.
        """
        self._instance.agenda.run()

    def complete(self, token: int) -> None:
        """The person at an open user or manual task has finished; the caller then calls `advance`.

        If a condition on the way out cannot be evaluated the step is failed, not completed.

        Raises
        ------
        UnknownToken, NotWaiting
        """
        if self._token(token).id not in self._instance.todo:
            raise NotWaiting(token=token)
        self._instance.agenda.step(self._instance.tokens[token])

    def answer(self, token: int, result: Mapping[str, Any] | BpmnError | ServiceFailed | None) -> None:
        """The late answer of a service call that returned `WAIT`; the caller then calls `advance`.

        Raises
        ------
        UnknownToken, NotWaiting
        """
        failures.answer(self._instance, self._token(token), result)

    def retry(self, token: int) -> None:
        """Run a failed step again, then all that follows.

        Raises
        ------
        UnknownToken, NotFailed
        """
        failures.retry(self._instance, self._token(token))
        self.advance()

    def skip(self, token: int, result: Mapping[str, Any]) -> None:
        """Leave a failed step of a machine with what it should have written; the caller then calls `advance`.

        Raises
        ------
        UnknownToken, NotFailed
        """
        failures.skip(self._instance, self._token(token), result)

    @property
    def failures(self) -> tuple[Failure, ...]:
        """Failed steps in order of their tokens."""
        return failures.listed(self._instance)

    @property
    def waiting(self) -> tuple[WaitingStep, ...]:
        """Open user and manual tasks in order of their tokens."""
        return tuple(_waiting(token) for _, token in sorted(self._instance.todo.items()))

    @property
    def open_tokens(self) -> Set[int]:
        """The tokens of the steps that wait."""
        return self._instance.todo.keys()

    def step(self, token: int) -> WaitingStep:
        """The step of a token that waits; KeyError for any other."""
        return _waiting(self._instance.todo[token])

    @property
    def calls(self) -> tuple[PendingCall, ...]:
        """Service steps whose answer has not come yet."""
        return tuple(PendingCall(token.id, token.task_spec.place) for token in failures.calls(self._instance))

    @property
    def next_due(self) -> datetime | None:
        """When the next timer fires; None without timers."""
        return self._instance.watches.next_due

    # --- events

    @property
    def listening(self) -> tuple[Listener, ...]:
        """The messages and signals that somebody here waits for, in order of their holders."""
        return tuple(sorted(listeners(self._instance)))

    def receive(self, event: Occurrence) -> bool:
        """Bring a message or signal from outside; the caller then calls `advance`.

        Returns
        -------
        Whether somebody here caught it.
        """
        return deliver(self._instance, event)

    def take_sent(self) -> list[Occurrence]:
        """What was thrown since the last call: messages and escalations nobody here caught, all signals."""
        sent, self._instance.sent = self._instance.sent, []
        return sent

    # --- variables

    def variables(self, token: int | None = None) -> dict[str, Any]:
        """Everything visible at `token`, or in the root scope, as a copy."""
        return self._view(token).flat()

    def pick(self, names: Iterable[str]) -> dict[str, Any]:
        """Those of some names that the root scope has, as a copy."""
        return self._view(None).pick(names)

    def read(self, name: str, token: int | None = None) -> Any:
        """The value of `name` at `token`; KeyError if there is none."""
        return self._view(token)[name]

    def find(self, name: str, token: int | None = None) -> Any:
        """The value of `name` at `token`; None if there is none."""
        return self._view(token).get(name)

    def write(self, name: str, value: Any, token: int | None = None) -> None:
        """Write to the nearest scope around `token` that declares `name`, else to the root.

        Raises
        ------
        NotStorable
            For a value that is not JSON.
        """
        self._view(token)[name] = value

    def extend(self, name: str, entries: Mapping[str, Any], token: int | None = None) -> None:
        """Write as `write` does, with what is there already and further entries.

        Raises
        ------
        NotStorable
        """
        self._view(token).extend(name, entries)

    def write_in(self, scope: int, name: str, value: Any) -> None:
        """Write to exactly one scope that is alive, as `scopes` names it, and that has the name already.

        Raises
        ------
        KeyError
            There is no such scope or name, or nobody reads it any more.
        NotStorable
        """
        self._instance.journal.write(_living_scope(self._instance, scope, name), name, plain(value))

    def take_changes(self) -> list[Change]:
        """Changes of variables since the last call; those of failed steps are not among them."""
        return self._instance.journal.take()

    def take_events(self) -> list[Trace]:
        """What happened since the last call, oldest first."""
        events, self._instance.trace = self._instance.trace, []
        return events

    def marking(self) -> Marking:
        """Where the instance has been and is."""
        return marking_of(self._instance)

    # --- looking back

    def passages(self) -> tuple[Passage, ...]:
        """Every token that ever was, in the order in which they began."""
        return tuple(passages(self._instance))

    def scopes(self) -> tuple[ScopeView, ...]:
        """Every scope with its variables, as a copy, the instance's first."""
        return tuple(scopes(self._instance))

    def awaited(self) -> tuple[Awaited, ...]:
        """The moments, messages, signals and conditions that somebody here waits for."""
        return tuple(awaited(self._instance))

    def grounds(self) -> tuple[Ground, ...]:
        """Where the tokens stand, a level at a time, for whoever looks ahead."""
        return tuple(grounds(self._instance))

    def _view(self, token: int | None) -> View:
        scope = self._instance.scope if token is None else self._token(token).scope
        return View(scope, self._instance.journal)


def _living_scope(instance: Instance, scope_id: int, name: str) -> Scope:
    if scope_id == ROOT:
        found: Scope | None = instance.scope
    else:
        token = instance.tokens.get(abs(scope_id))
        held = {level.scope.id: level.scope for level in instance.subprocesses.values()}
        own = instance.item_scopes.get(scope_id) or held.get(scope_id)
        found = own if token is not None and token.live else None
    if found is None or name not in found.names:
        raise KeyError(name)
    return found


def _waiting(token: Token) -> WaitingStep:
    spec = token.task_spec
    if token.index is None and not token.internal_data:
        # Nearly all of them; a wide split has hundreds.
        return WaitingStep(token.id, spec.place, spec.bpmn_name, spec.lane)
    item = None
    if token.is_item and hasattr(token.parent.task_spec, "item_value"):
        item = plain(token.parent.task_spec.item_value(token.parent, token.index))
    sign, host = (token.internal_data[SIGN][0], token.parent.id) if is_signer(token) else (None, 0)
    return WaitingStep(
        token.id,
        acts_for(token),
        spec.bpmn_name,
        spec.lane,
        None if sign else token.index,
        item,
        plain(token.internal_data.get(TAG)),
        sign,
        host,
        later(token),
    )
