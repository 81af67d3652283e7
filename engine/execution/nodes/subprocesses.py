"""Sub-processes of every kind and calls: a token that hosts a level of its own."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.errors import StepFailed
from engine.execution.events.firing import started
from engine.execution.level import OVER
from engine.execution.nodes.base import Node
from engine.execution.nodes.data import fill_outputs
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.events.watches import Watch
    from engine.execution.level import Level

DEEPEST = 100
"""Levels inside each other; more are a diagram that never ends (calls are checked when it is compiled)."""


class Hosting(Node):
    """Waits until its level has no token left."""

    hosts = True
    has_level = True
    spec: str

    def _run_hook(self, my_task: Token) -> None:
        if my_task.workflow.depth >= DEEPEST:
            raise StepFailed("depth", f"{DEEPEST} levels")
        names = self.given(my_task)
        top = my_task.workflow.top_workflow
        inner = top.create_subprocess(my_task, self.spec)
        inner.scope.names.update(names)
        inner.begin(my_task.internal_data.pop("payload", None))

    def given(self, token: Token) -> dict[str, Any]:
        """What the level begins with."""
        return {}

    def resume(self, token: Token) -> None:
        """Complete once the level inside is empty."""
        inner = level_inside(token)
        if inner.completed:
            self.hand_over(token, inner)
            self.finish(token)

    def hand_over(self, token: Token, inner: "Level") -> None:
        """Take what the level has made."""


def level_inside(token: Token) -> "Level":
    """The level that a token hosts, which may have finished before the instance was loaded."""
    top = token.workflow.top_workflow
    if token.id not in top.subprocesses:
        top.wake()
    level: Level = top.subprocesses[token.id]
    return level


class SubProcess(Hosting, defaults.SubWorkflowTask):  # type: ignore[misc]
    """An embedded sub-process."""


class Transaction(Hosting, defaults.TransactionSubprocess):  # type: ignore[misc]
    """A sub-process that a cancel end event undoes (BPMN 2.0.2, 10.3.5, 13.3.4)."""


class EventSubProcess(Hosting, defaults.EventSubprocess):  # type: ignore[misc]
    """Listens while its level lives; an interrupting one cancels everything else there.

    Its triggers are those of its start event. A compensating one never listens: it is asked.
    """

    is_event_sub = True
    listens = True
    usurps = True

    def fired(self, watch: "Watch", by: int, payload: dict[str, Any], softly: bool) -> None:
        """Begin, in place of the rest of the level or beside it."""
        level = watch.level
        token = level.new_token(self)
        started(token, by, payload)
        if self.usurps or self.triggers[watch.came].kind == "error":
            for other in level.living:
                if other is not token:
                    other.cancel(killer=token.id)
            level.top_workflow.watches.close_level(level)
        self._update(token)


class CallActivity(Hosting, defaults.CallActivity):  # type: ignore[misc]
    """Runs another process in a scope of its own: only mappings go in and out (BPMN 2.0.2, 10.3.6)."""

    isolated = True

    def given(self, token: Token) -> dict[str, Any]:
        """The values of the input mappings, and all that is seen here where the diagram says so."""
        engine = token.workflow.script_engine
        inputs = token.data.flat() if self.mapping.all_in else token.scope.names if self.ways.taken else {}
        taken = inputs
        if not self.mapping.all_in:
            taken = {name: value for name, value in inputs.items() if name in self.ways.names}
        return taken | {name: engine.evaluate(token, source) for name, source in self.mapping.inputs}

    def hand_over(self, token: Token, inner: "Level") -> None:
        """Write the values of the output mappings, worked out inside."""
        top = token.workflow.top_workflow
        if self.ways.given:
            fill_outputs(token, self.ways, inner.scope.names)
        found = dict(inner.scope.names) if self.mapping.all_out else {}
        found |= {name: top.evaluate(inner.scope, source) for name, source in self.mapping.outputs}
        token.workflow.script_engine.write(token, found)

    def accept(self, token: Token) -> None:
        """A call is started by its flow alone."""


class AdHoc(Hosting, defaults.AdHocSubprocess):  # type: ignore[misc]
    """Activities without a fixed order: all at once, or one after another (BPMN 2.0.2, 10.3.7, 13.3.5).

    Attributes
    ----------
    condition
        Looked at whenever something inside has completed; true ends the whole.
    sequential
        Whether only one activity is open at a time.
    cancels_rest
        Whether what is still open is cancelled then, or awaited.
    """

    condition: str | None = None
    sequential = False
    cancels_rest = True

    def resume(self, token: Token) -> None:
        """Something inside has completed: is it enough, what comes next, is nothing left?"""
        top = token.workflow.top_workflow
        inner = level_inside(token)
        enough = self.condition is not None and bool(top.evaluate(inner.scope, self.condition))
        if enough and self.cancels_rest:
            inner.cancel(killer=token.id)
        elif not enough and self.sequential and all(other.stands_beside for other in inner.open.values()):
            self._next(inner)
        if inner.open:
            if inner.is_completing:
                token.internal_data[OVER] = True
                top.watches.close_level(inner)
            return
        inner.completed = True
        top.watches.close_level(inner)
        self.finish(token)

    def _next(self, inner: "Level") -> None:
        """Begin the first activity that has not been begun, unless an event has taken the whole over."""
        inner.top_workflow.wake()
        if any(other.task_spec.usurps and not other.void for other in inner.tasks.values()):
            return
        last = max(
            (other for other in inner.tasks.values() if other.counts), key=lambda one: (one.finished, one.id)
        )
        begun = {other.task_spec.name for other in inner.tasks.values() if not other.void}
        name = next((flow.target for flow in inner.spec.starts if flow.target not in begun), None)
        if name is not None:
            first = inner.new_token(inner.spec.task_specs[name])
            first.by = last.id
            inner.completed = False
            first.task_spec._update(first)
