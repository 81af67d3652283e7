"""Steps that ask an outside system: what they ask travels with the command, the answer comes later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from connectors.outside import split
from designer_export.native import EXTERNAL, OperationCall
from expressions.sandbox import ExpressionError

from .execution import BpmnError, ServiceFailed
from .service_steps import written
from .store import calls, secrets

if TYPE_CHECKING:
    from db.link import Row

    from .running import Running

MAKE_CALL = "engine.make_call"
"""The job that makes one call; its handler stands in `jobs.handlers.make_call`."""
NOTED = "called"
"""The kind of the record's entry for an answer; its outcome is the operation."""


def save_calls(running: Running) -> None:
    """Store what was asked and defer the jobs; note for what nobody waits any more."""
    waiting = {call.token for call in running.execution.calls} if running.awaits_answers else set()
    asked = [one for one in running.pending.asked if one.token in waiting]
    if gone := running.had_calls - waiting:
        calls.withdraw(running.uow, running.facts.id, gone, running.now)
    if running.pending.mended:
        calls.drop_failed(running.uow, running.facts.id, waiting, running.now)
    for one in asked:
        call_id = calls.ask(
            running.uow,
            running.facts.id,
            one.token,
            one.element,
            split(one.operation),
            one.params,
            one.secrets,
            running.now,
        )
        running.uow.defer(MAKE_CALL, key=str(call_id), call_id=str(call_id))


def hear(running: Running, call: Row, answer: Mapping[str, Any]) -> None:
    """Bring an answer to the step that waits for it, and end the call.

    An answer that the diagram's mappings cannot take, and an error that nobody catches, leave the step as an
    incident: its call has failed then, and is made again under the same key when the step is tried again.
    """
    token, now = call.token, running.now
    if token not in {one.token for one in running.execution.calls}:
        calls.withdraw(running.uow, running.facts.id, [token], now)
        return
    came = _came(running, call, answer)
    running.execution.answer(token, came)
    failure = next((one for one in running.execution.failures if one.token == token), None)
    if failure is not None:
        calls.close(running.uow, call.id, "failed", now, failure.code, failure.detail)
        return
    running.note(NOTED, element=call.element, outcome=f"{call.connector}.{call.operation}")
    calls.close(running.uow, call.id, "done", now)
    if call.secrets and not isinstance(came, BpmnError):
        secrets.erase(running.uow, running.facts.id, list(call.secrets.values()), now)


def _came(
    running: Running, call: Row, answer: Mapping[str, Any]
) -> Mapping[str, Any] | BpmnError | ServiceFailed:
    if "failed" in answer:
        return ServiceFailed(answer["failed"], answer.get("detail", ""))
    if "error" in answer:
        return BpmnError(answer["error"], answer.get("values"))
    operation = running.deployed.operations.get(call.element, OperationCall(EXTERNAL))
    try:
        return written(
            running.rt.sandbox, operation, running.execution.variables(call.token), answer["result"]
        )
    except ExpressionError as problem:
        return ServiceFailed("mapping", str(problem))
