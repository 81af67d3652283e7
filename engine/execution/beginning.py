"""How an instance begins: at its start, or at the node whose event has come (BPMN 2.0.2, 13.2)."""

from typing import Any

from engine.execution.errors import NotStartable
from engine.execution.events.occurrence import Occurrence
from engine.execution.instance import Instance


def _position(node: Any, event: Occurrence | None) -> int:
    """Which of the triggers of a node has come: what is no message or signal is time or a condition."""
    wanted = (event.kind, event.name) if event else None
    found = [
        position
        for position, trigger in enumerate(node.triggers)
        if (wanted == (trigger.kind, trigger.name) if wanted else trigger.kind in ("timer", "conditional"))
    ]
    return found[0] if found else 0


def begin(instance: Instance, at: str | None, event: Occurrence | None) -> None:
    """Put the first token in place.

    Raises
    ------
    NotStartable
    """
    spec = instance.program.spec
    if at is None:
        if not spec.starts:
            raise NotStartable(begins=sorted(spec.begins))
        instance.begin()
        return
    if at not in spec.begins:
        raise NotStartable(at=at, begins=sorted(spec.begins))
    node = spec.begins[at]
    # An event-based gateway begins the process, and the event behind it that came is over.
    gateway = next((flow.source for flow in node.incoming), None)
    first = instance.begin(dict(event.payload) if event else None, gateway or at)
    if gateway is not None or node.catches:
        first.internal_data["begun"] = at
    if node.needs_all:
        first.internal_data["came"] = _position(node, event)
    if event is not None:
        for name, value in event.keys.items():
            instance.correlations.setdefault(name, value)
