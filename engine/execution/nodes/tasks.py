"""Tasks of machines: scripts, services and decisions."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.decisions import Decision, decide
from engine.execution.decisions.logic import Table
from engine.execution.environment import WAIT, BpmnError
from engine.execution.errors import StepFailed
from engine.execution.events.delivery import raise_error
from engine.execution.nodes.base import Node
from engine.execution.token import Token


class NoneTask(Node, defaults.NoneTask):  # type: ignore[misc]
    """A task without a type: "upon activation, the Abstract Task completes" (BPMN 2.0.2, 13.3.3)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manual = False


class Calling(Node):
    """Calls an operation; its answer is written into the scopes, at once or later."""

    operation: str | None = None

    @property
    def calls_out(self) -> bool:
        """Whether it does not decide or compute here."""
        return True

    def call(self, token: Token) -> bool | None:
        """Call, and take an answer that comes at once; None if it comes later or is a caught error."""
        engine = token.workflow.script_engine
        try:
            result = engine.call_service(token, operation_name=self.operation)
        except BpmnError as error:
            self.raise_error(token, error)
            return None
        if result is WAIT:
            return None
        self._accept(token, result)
        return True

    def answer(self, token: Token, result: Mapping[str, Any] | None) -> None:
        """The late answer of a service: write it and go on."""
        self._accept(token, result)
        self.finish(token)

    def raise_error(self, token: Token, error: BpmnError) -> None:
        """Leave by whoever catches the error; StepFailed if nobody does (BPMN 2.0.2, 10.5.7)."""
        if not raise_error(token.workflow.top_workflow, token, error.code, dict(error.payload)):
            raise StepFailed("uncaught_error", error.code)

    def _accept(self, token: Token, result: Any) -> None:
        if result is None:
            return
        if not isinstance(result, Mapping):
            raise StepFailed("service", f"result of type {type(result).__name__}")
        token.workflow.script_engine.write(token, result)


class ServiceTask(Calling, defaults.ServiceTask):  # type: ignore[misc]
    """Calls the operation that the diagram names for it."""

    def _run_hook(self, my_task: Token) -> bool | None:
        return self.call(my_task)


class ScriptTask(Calling, defaults.ScriptTask):  # type: ignore[misc]
    """Runs its script in the sandbox; a script that is nothing but a name calls that operation."""

    @property
    def calls_out(self) -> bool:
        """Whether its script names an operation."""
        return self.operation is not None

    def _run_hook(self, my_task: Token) -> bool | None:
        if self.operation is not None:
            return self.call(my_task)
        done: bool = my_task.workflow.script_engine.execute(my_task, self.script)
        return done


class DecisionTask(Calling, defaults.ServiceTask):  # type: ignore[misc]
    """Decides by a decision of the bundle, or calls an operation.

    Attributes
    ----------
    decision
        Id of the decision, or None.
    result
        The variable that takes its result; None: the name that the decision gives it.
    columns
        Whether each output of its table becomes a variable of its own name instead.
    first
        Whether the first of its table's rules counts where several apply although none may (UNIQUE).
    """

    decision: str | None = None
    result: str | None = None
    columns = False
    first = False

    @property
    def calls_out(self) -> bool:
        """Whether it has no decision of its own."""
        return self.decision is None

    def _run_hook(self, my_task: Token) -> bool | None:
        if self.decision is None:
            return self.call(my_task)
        top = my_task.workflow.top_workflow
        decisions = self._decisions(top.program.decisions)
        value = decide(decisions, self.decision, top.sandboxed, top.visible(my_task, self._names(decisions)))
        my_task.workflow.script_engine.write(my_task, self._written(decisions[self.decision], value))
        return True

    def _decisions(self, known: Mapping[str, Decision]) -> Mapping[str, Decision]:
        """Give the decisions of the bundle, its own one as this task means it."""
        own = known[self.decision or ""]
        if not (self.first and isinstance(own.logic, Table) and own.logic.policy == "UNIQUE"):
            return known
        return {**known, own.id: replace(own, logic=replace(own.logic, overlaps=True))}

    def _written(self, decision: Decision, value: Any) -> Mapping[str, Any]:
        outputs = decision.logic.outputs if isinstance(decision.logic, Table) else ()
        if self.columns and len(outputs) > 1 and isinstance(value, Mapping):
            return value
        if self.columns and len(outputs) == 1 and outputs[0].name and not isinstance(value, list):
            return {outputs[0].name: value}
        return {self.result or decision.result_name: value}

    def _names(self, decisions: Mapping[str, Decision]) -> frozenset[str]:
        return decisions[self.decision or ""].names
