"""Answer a step that somebody outside does (`external`): whoever keeps the service, or its worker."""

import uuid
from collections.abc import Mapping
from typing import Any

from db.unit_of_work import transaction
from designer_export.native import EXTERNAL, OperationCall
from engine.errors import CannotMend, Invalid
from engine.execution import BpmnError
from engine.filling import RESERVED
from engine.mending import attempt
from engine.opening import open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.service_steps import written
from expressions.sandbox import ExpressionError
from forms.limits import limit_errors
from forms.validation import FieldError
from identity.principal import Principal

NOTED = "served"
"""The kind of the record's entry; its outcome is the code of an error, where one was given."""


def answer_call(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    token: int,
    *,
    result: Mapping[str, Any] | None = None,
    error: str | None = None,
) -> str:
    """Bring what came of a call that an instance waits for; give its state.

    Parameters
    ----------
    token
        As :func:`engine.queries.calls.calls` gives it.
    result
        Values by name. The step's outputs are worked out on them; without outputs each becomes a variable.
    error
        Code of a BPMN error instead: who catches it gets `result`; if nobody does the step is an incident.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    CannotMend
        ``no_call``: nothing waits for an answer there.
    Invalid
        A value has a name that is the engine's or cannot be stored, or the outputs do not work on them.
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        element = {call.token: call.element for call in running.execution.calls}.get(token)
        if element is None:
            raise CannotMend("no_call", element="", split="")
        given = _checked(result or {})
        answer = BpmnError(error, given) if error else _outputs(running, element, token, given)
        running.note(NOTED, person_id=by.person_id, element=element, outcome=error or None)
        attempt(running, lambda: running.execution.answer(token, answer), gone="no_call")
        running.settle()
        save(running)
        return running.state


def _checked(result: Mapping[str, Any]) -> Mapping[str, Any]:
    wrong = [FieldError(f"/result/{name}", "unknown_field", {}) for name in result if name in RESERVED]
    wrong += [FieldError(f"/result{one.pointer}", one.code, one.params) for one in limit_errors(result)]
    if wrong:
        raise Invalid(wrong)
    return result


def _outputs(running: Running, element: str, token: int, result: Mapping[str, Any]) -> dict[str, Any]:
    call = running.deployed.operations.get(element, OperationCall(EXTERNAL, (), None))
    try:
        return written(running.rt.sandbox, call, running.execution.variables(token), result)
    except ExpressionError as problem:
        raise Invalid([FieldError("/result", "invalid_value", {})]) from problem
