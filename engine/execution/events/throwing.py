"""Throwing: what a node makes known, with its payload and its correlation keys."""

from typing import Any

from engine.execution.events.occurrence import Occurrence
from engine.execution.events.triggers import Trigger
from engine.execution.token import Token


def throw(token: Token, trigger: Trigger) -> None:
    """Put one occurrence on its way; it is delivered when the step is done.

    Raises
    ------
    StepFailed
        If its payload or keys cannot be evaluated.
    """
    if trigger.kind not in ("message", "signal", "escalation", "error"):
        return
    top = token.workflow.top_workflow
    payload = payload_of(token)
    keys = _keys(token, trigger, payload)
    for name, value in keys.items():
        if value is not None:
            top.correlations.setdefault(name, value)
    event = Occurrence(trigger.kind, trigger.name or "", token.id, token.task_spec.place, payload, keys)
    top.thrown.append(event)


def payload_of(token: Token) -> dict[str, Any]:
    """What the diagram maps into the message."""
    engine, spec = token.workflow.script_engine, token.task_spec
    inputs = token.scope.names if spec.ways.taken else {}
    taken = {name: value for name, value in inputs.items() if name in spec.ways.names}
    return taken | {name: engine.evaluate(token, source) for name, source in spec.mapping.inputs}


def _keys(token: Token, trigger: Trigger, payload: dict[str, Any]) -> dict[str, Any]:
    """A message path looks into the payload first, then at what the sender sees (8.4.2)."""
    engine = token.workflow.script_engine
    known = token.workflow.top_workflow.correlations
    return {
        item.id: engine.evaluate(token, item.path, payload) if item.path else known.get(item.id)
        for item in trigger.properties
    }
