"""Start, end and timer events, and the pseudo node that begins a level."""

from datetime import datetime, timedelta
from typing import Any

from isodate import Duration
from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition

from engine.execution.nodes.base import Flow, Node
from engine.execution.token import WAITING, Token


class LevelStart(Node, BpmnStartTask):  # type: ignore[misc]
    """Begins a level: its one token sends one to each node that starts with the level."""

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def choose(self, token: Token) -> list[Flow]:
        """A flow without id to each starting node."""
        starts: list[Flow] = self._wf_spec.starts
        return starts

    def leave(self, token: Token) -> None:
        """Starting nodes have no incoming flow."""
        super().leave(token)
        for child in token.children:
            child.via = None


class StartEvent(Node, defaults.StartEvent):  # type: ignore[misc]
    """A start event without trigger."""

    def _run_hook(self, my_task: Token) -> bool:
        return True


class IntermediateThrowEvent(Node, defaults.IntermediateThrowEvent):  # type: ignore[misc]
    """An intermediate event without trigger: a milestone."""

    def _run_hook(self, my_task: Token) -> bool:
        return True


class EndEvent(Node, defaults.EndEvent):  # type: ignore[misc]
    """Consumes its token; a terminate end event cancels everything else on its level."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terminates = isinstance(self.event_definition, TerminateEventDefinition)

    def _run_hook(self, my_task: Token) -> bool:
        if self.terminates:
            for other in list(my_task.workflow.open.values()):
                if other is not my_task:
                    other.cancel(killer=my_task.id)
        return True

    def choose(self, token: Token) -> list[Flow]:
        """Nothing follows an end event."""
        return []


class TimerCatch(Node, defaults.IntermediateCatchEvent):  # type: ignore[misc]
    """Waits until a moment or for a duration; both were parsed when the diagram was compiled."""

    is_timer = True
    hosts = True
    moment: datetime | None = None
    duration: timedelta | Duration | None = None

    def _run_hook(self, my_task: Token) -> bool | None:
        due = self.moment or my_task.workflow.top_workflow.env.clock() + self.duration
        my_task.internal_data["due"] = due.timestamp()
        return None

    def _run(self, my_task: Token) -> bool | None:
        self._run_hook(my_task)
        my_task._set_state(WAITING)
        return None

    def resume(self, token: Token) -> None:
        """The moment has come."""
        self.finish(token)


def due_at(token: Token) -> float:
    """When the timer of `token` fires, in seconds since the epoch."""
    value: Any = token.internal_data["due"]
    return float(value)
