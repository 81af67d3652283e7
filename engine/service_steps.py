"""Service tasks: a diagram names an operation of the registry, mappings join it to the variables."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from designer_export.native import BUILT_IN, COMPUTE, EXTERNAL, OperationCall
from expressions.names import names_of
from expressions.sandbox import ExpressionError, Sandbox

from .execution import WAIT, ServiceCall, ServiceFailed
from .operations import OperationContext, OperationFailed

if TYPE_CHECKING:
    from .running import Running
    from .runtime import Runtime


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step asks in this command."""

    token: int
    element: str
    operation: str
    params: Mapping[str, Any]
    secrets: Mapping[str, str]


def make_caller(running: Running) -> Callable[[ServiceCall], Any]:
    """Give the function that an execution calls for each service step of this instance."""

    def call_service(call: ServiceCall) -> Any:
        operation = running.deployed.operations.get(call.element) or _named(running, call)
        if operation is None:
            raise ServiceFailed("no_operation", call.operation_id or call.element)
        if operation.name == EXTERNAL:
            return WAIT
        try:
            if is_outside(running.rt, operation.name):
                running.pending.asked.append(_asked_outside(running, operation, call))
                return WAIT
            found = _call(running, operation, call)
        except OperationFailed as problem:
            raise ServiceFailed(problem.code, problem.detail) from problem
        except ExpressionError as problem:
            raise ServiceFailed("mapping", str(problem)) from problem
        running.note("service", element=call.element, outcome=operation.name)
        return found

    return call_service


def is_outside(rt: Runtime, operation: str) -> bool:
    """Whether an outside system does an operation: a connector's, that nobody has registered here."""
    return is_connectors(operation, rt.operations)


def is_connectors(operation: str, here: Container[str]) -> bool:
    """Whether an operation is a connector's, by its name: those `here` are done by the hall itself."""
    return "." in operation and operation not in here


def _asked_outside(running: Running, operation: OperationCall, call: ServiceCall) -> Asked:
    params = asked(running.rt.sandbox, operation, call.variables)
    return Asked(call.token, call.element, operation.name, params, dict(operation.secrets))


def _named(running: Running, call: ServiceCall) -> OperationCall | None:
    """Give the call of a script that is nothing but the name of an operation: all in, all out."""
    name = call.operation_id
    return OperationCall(name, None, None) if name in running.rt.operations and name else None


def asked(sandbox: Sandbox, call: OperationCall, variables: Mapping[str, Any]) -> dict[str, Any]:
    """Work out what an operation is given.

    Raises
    ------
    ExpressionError
    """
    if call.inputs is None:
        return dict(variables)
    return {name: _evaluate(sandbox, source, variables) for name, source in call.inputs}


def written(
    sandbox: Sandbox, call: OperationCall, variables: Mapping[str, Any], result: Mapping[str, Any]
) -> dict[str, Any]:
    """Work out what the result of an operation becomes.

    Raises
    ------
    ExpressionError
    """
    if call.outputs is None:
        return dict(result)
    seen = result if call.name in BUILT_IN else {}
    names = {**variables, **seen, "result": dict(result)}
    return {name: _evaluate(sandbox, source, names) for name, source in call.outputs}


def _call(running: Running, operation: OperationCall, call: ServiceCall) -> Mapping[str, Any]:
    params = asked(running.rt.sandbox, operation, call.variables)
    if operation.name == COMPUTE:
        return written(running.rt.sandbox, operation, call.variables, params)
    context = OperationContext(
        uow=running.uow,
        now=running.now,
        instance_id=running.facts.id,
        element=call.element,
        initiator_id=running.facts.initiator_id,
        unit_id=running.facts.unit_id,
    )
    # A savepoint: an operation that fails leaves nothing behind, and the command can go on to
    # store the incident.
    with running.uow.savepoint():
        result = running.rt.operations.call(operation.name, context, params)
    return written(running.rt.sandbox, operation, call.variables, result)


def _evaluate(sandbox: Sandbox, source: str, variables: Mapping[str, Any]) -> Any:
    wanted = names_of(source)
    return sandbox.evaluate(source, {name: variables[name] for name in wanted if name in variables})
