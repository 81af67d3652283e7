"""How an instance begins: at its start, or at the node whose event has come (BPMN 2.0.2, 13.2)."""

from engine.execution.errors import NotStartable
from engine.execution.events.occurrence import Occurrence
from engine.execution.instance import Instance


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
    if event is not None:
        for name, value in event.keys.items():
            instance.correlations.setdefault(name, value)
