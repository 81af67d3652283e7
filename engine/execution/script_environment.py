"""The script engine of every workflow: SpiffWorkflow's interface in front of our sandbox.

SpiffWorkflow's own environment is raw ``eval`` and ``exec``. It is never constructed: an instance
gets `ScriptEngine` in its constructor, before it has any token, whether it is new or restored.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from engine.execution.environment import BpmnError, ServiceCall
from engine.execution.errors import NotStorable, StepFailed
from engine.execution.scopes import View
from engine.execution.token import Token
from expressions.methods import in_our_words

if TYPE_CHECKING:
    from engine.execution.instance import Instance


class SandboxEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Passes the names that a source refers to, as copies, and nothing else."""

    def __init__(self, instance: "Instance") -> None:
        super().__init__()
        self._instance = instance

    def evaluate(
        self, expression: str, context: View, external_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Value of an expression for the variables of `context`.

        Raises
        ------
        StepFailed
            With the code of the sandbox.
        """
        names = self._names(expression, context, external_context)
        try:
            return self._instance.env.sandbox.evaluate(in_our_words(expression), names)
        except Exception as exc:
            raise failed(exc) from exc

    def execute(self, script: str, context: View, external_context: Mapping[str, Any] | None = None) -> bool:
        """Run a script and write back what it changed.

        Raises
        ------
        StepFailed
            With the code of the sandbox, or ``not_storable`` for a result that is not JSON.
        """
        names = self._names(script, context, external_context)
        try:
            changed = self._instance.env.sandbox.execute(in_our_words(script), names)
        except Exception as exc:
            raise failed(exc) from exc
        write(context, changed)
        return True

    def call_service(self, context: View, **kwargs: Any) -> NoReturn:
        """Services are called by element, through `ScriptEngine.call_service`."""
        raise StepFailed("service", "a service was called without its element")

    def _names(self, source: str, context: View, extra: Mapping[str, Any] | None) -> dict[str, Any]:
        wanted = self._instance.program.names_in(source)
        functions = self._instance.env.functions
        names = {name: functions[name] for name in wanted if name in functions}
        names.update(context.pick(wanted))
        if extra:
            names.update({name: extra[name] for name in wanted if name in extra})
        return names


class ScriptEngine(PythonScriptEngine):  # type: ignore[misc]
    """The only script engine: same methods as SpiffWorkflow's, all of them through the sandbox."""

    def __init__(self, instance: "Instance") -> None:
        super().__init__(SandboxEnvironment(instance))
        self._instance = instance

    def evaluate(
        self, task: Token, expression: str, external_context: Mapping[str, Any] | None = None
    ) -> Any:
        """Value of an expression at `task`; raises `StepFailed`."""
        return self.environment.evaluate(expression, task.data, external_context)

    def execute(self, task: Token, script: str, external_context: Mapping[str, Any] | None = None) -> bool:
        """Run a script at `task`; raises `StepFailed`."""
        done: bool = self.environment.execute(script, task.data, external_context)
        return done

    def call_service(self, task: Token, **kwargs: Any) -> Any:
        """Do the service step at `task`; raises `StepFailed` with the service's own code."""
        call = ServiceCall(task.task_spec.place, task.id, kwargs.get("operation_name"), task.data.flat())
        try:
            return self._instance.env.call_service(call)
        except BpmnError:
            raise
        except Exception as exc:
            raise failed(exc, "service") from exc

    def write(self, task: Token, values: Mapping[str, Any]) -> None:
        """Write results at `task`; raises `StepFailed` with code ``not_storable``."""
        write(task.data, values)


def write(context: View, values: Mapping[str, Any]) -> None:
    """Write several names; raises `StepFailed` with code ``not_storable`` for what is no data."""
    try:
        context.apply(values)
    except NotStorable as exc:
        raise StepFailed(exc.code, str(exc.params)) from exc


def failed(exc: Exception, code: str = "failed") -> StepFailed:
    """The failure of a step that something outside has refused."""
    own = getattr(exc, "code", None)
    detail = getattr(exc, "detail", None)
    return StepFailed(own if isinstance(own, str) else code, str(detail if detail is not None else exc))
