"""Tasks: people's, scripts and services."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.environment import WAIT
from engine.execution.errors import StepFailed
from engine.execution.nodes.base import Node
from engine.execution.token import Token


class UserTask(Node, defaults.UserTask):  # type: ignore[misc]
    """Waits, READY, until `Execution.complete`."""


class ManualTask(Node, defaults.ManualTask):  # type: ignore[misc]
    """Waits like a user task."""


class NoneTask(Node, defaults.NoneTask):  # type: ignore[misc]
    """A task without a type does nothing (BPMN 2.0.2, 13.3.3)."""


class ScriptTask(Node, defaults.ScriptTask):  # type: ignore[misc]
    """Runs its script in the sandbox."""

    def _run_hook(self, my_task: Token) -> bool:
        done: bool = my_task.workflow.script_engine.execute(my_task, self.script)
        return done


class ServiceTask(Node, defaults.ServiceTask):  # type: ignore[misc]
    """Calls a service; its answer is written into the scopes, at once or later."""

    operation: str | None = None

    def _run_hook(self, my_task: Token) -> bool | None:
        engine = my_task.workflow.script_engine
        result = engine.call_service(my_task, operation_name=self.operation)
        if result is WAIT:
            return None
        self._accept(my_task, result)
        return True

    def answer(self, token: Token, result: Mapping[str, Any] | None) -> None:
        """The late answer of a service: write it and go on."""
        self._accept(token, result)
        self.finish(token)

    def _accept(self, token: Token, result: Any) -> None:
        if result is None:
            return
        if not isinstance(result, Mapping):
            raise StepFailed("service", f"result of type {type(result).__name__}")
        token.workflow.script_engine.write(token, result)
