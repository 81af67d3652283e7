"""Events in the flow, and the pseudo node that begins a level."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask

from engine.execution.errors import StepFailed
from engine.execution.events.delivery import catcher
from engine.execution.events.firing import hand_on, started
from engine.execution.events.throwing import throw
from engine.execution.nodes.base import Flow, Node
from engine.execution.nodes.compensation import Compensating
from engine.execution.token import STARTED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.events.watches import Watch


class LevelStart(Node, BpmnStartTask):  # type: ignore[misc]
    """Begins a level: its one token sends one to each node that starts with the level."""

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def choose(self, token: Token) -> list[Flow]:
        """A flow without id to each starting node."""
        level = self._wf_spec
        begun: str | None = token.workflow.begun_at
        if begun is not None:
            return [level.start_flow(begun)]
        return level.starts[:1] if level.one_at_a_time else level.starts

    def leave(self, token: Token) -> None:
        """Starting nodes have no incoming flow."""
        super().leave(token)
        for child in token.children:
            child.via = None
            hand_on(token, child)


class Begun(Node):
    """What may begin a level with a payload: writes it, then goes on."""

    def _run_hook(self, my_task: Token) -> bool:
        self.accept(my_task)
        return True


class Catch(Node):
    """Waits for its trigger, in the flow."""

    catches = True
    waits_first = True
    hosts = True

    def _run(self, my_task: Token) -> bool | None:
        begun = my_task.internal_data.pop("begun", False)
        if self.catches and (self.needs_all or not begun):
            self.prepare(my_task)
            self._wait(my_task)
            return None
        # What it waits for began the process; or it is the end of a link and waits for nothing.
        self.open_data(my_task)
        self.accept(my_task)
        self.conclude(my_task)
        return True

    def _wait(self, token: Token) -> None:
        if self.gathers:
            token.internal_data["gathered"] = True
        token._set_state(WAITING)
        watch = token.workflow.top_workflow.watches.get(token.id, self.name)
        if "came" in token.internal_data and watch is not None:
            watch.got = [token.internal_data.pop("came")]
            watch.brought = token.internal_data.pop("payload", {})

    def fired(self, watch: "Watch", by: int, payload: dict[str, Any], softly: bool) -> None:
        """Go on, ahead of those that race; a cycle leaves a token for its next turn."""
        token = watch.holder
        assert token is not None
        state = watch.state()
        started(token, by, payload)
        token._set_state(STARTED)
        token.workflow.top_workflow.agenda.push(token)
        if self.races:
            self._win(token)
        elif watch.came in watch.clocks:
            self._next_turn(token, state)

    def _win(self, token: Token) -> None:
        for other in token.workflow.living:
            if other is not token and other._parent == token._parent and other.task_spec.races:
                other.cancel(killer=token.id)

    def _next_turn(self, token: Token, state: list[Any]) -> None:
        again = token.sibling(self)
        again.via = token.via
        token.workflow.top_workflow.watches.stored[again.id, self.name] = state
        again._set_state(WAITING)

    def resume(self, token: Token) -> None:
        """It has caught: take what came and go on."""
        if token._state == STARTED:
            self.open_data(token)
            self.accept(token)
            self.finish(token)


class StartEvent(Catch, defaults.StartEvent):  # type: ignore[misc]
    """A start event: what it waits for has already come, unless it is one of several that all must."""

    catches = False

    @property
    def evaluates(self) -> bool:
        """Whether a token here waits for the rest."""
        return self.catches and super().evaluates


class IntermediateCatchEvent(Catch, defaults.IntermediateCatchEvent):  # type: ignore[misc]
    """A catching event."""


class ReceiveTask(Catch, defaults.ReceiveTask):  # type: ignore[misc]
    """Waits for its message, as an activity: boundary events may stand on it."""


class Throw(Compensating):
    """Throws what its triggers say, then goes on."""

    throws = True

    def _run_hook(self, my_task: Token) -> bool | None:
        for trigger in self.triggers:
            if trigger.kind == "error" and catcher_is_missing(my_task, trigger.name):
                raise StepFailed("uncaught_error", trigger.name or "")
        asked = [
            self.ask(my_task, trigger.name) and trigger.waits
            for trigger in self.triggers
            if trigger.kind == "compensation"
        ]
        for trigger in self.triggers:
            throw(my_task, trigger)
        return not any(asked) or None


def catcher_is_missing(token: Token, code: str | None) -> bool:
    """Whether an error would be caught by nobody."""
    return catcher(token.workflow.top_workflow, token, "error", code) is None


class IntermediateThrowEvent(Throw, defaults.IntermediateThrowEvent):  # type: ignore[misc]
    """Throws a message, signal or escalation, asks for compensation, or is a milestone."""


class SendTask(Throw, defaults.SendTask):  # type: ignore[misc]
    """Sends its message, as an activity."""


class EndEvent(Throw, defaults.EndEvent):  # type: ignore[misc]
    """Consumes its token; terminate and cancel end everything else on its level."""

    cancels = False

    def _run_hook(self, my_task: Token) -> bool | None:
        if self.terminates or self.cancels:
            for other in my_task.workflow.living:
                if other is not my_task:
                    other.cancel(killer=my_task.id)
        if self.terminates:
            # What it throws besides is for those outside: nothing begins any more on this level.
            my_task.workflow.top_workflow.watches.close_level(my_task.workflow)
        if self.cancels:
            return not self.ask(my_task, None) or None
        return super()._run_hook(my_task)

    def choose(self, token: Token) -> list[Flow]:
        """Nothing follows an end event."""
        return []

    def _on_complete(self, my_task: Token) -> None:
        if self.cancels:
            my_task.workflow.cancelled_by(my_task)
        super()._on_complete(my_task)
