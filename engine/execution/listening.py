"""What an instance waits for from outside, as rows that others can search."""

from collections.abc import Iterator

import orjson

from engine.execution.events.triggers import Trigger
from engine.execution.events.watches import Watch
from engine.execution.instance import Instance
from engine.execution.reports import Listener


def listeners(instance: Instance) -> Iterator[Listener]:
    """One entry for each message and signal that somebody waits for."""
    for watch in instance.watches:
        for trigger in watch.spec.triggers:
            if trigger.kind in ("message", "signal"):
                holder, element = watch.key
                yield Listener(holder, element, trigger.kind, trigger.name or "", _keys(watch, trigger))


def _keys(watch: Watch, trigger: Trigger) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, orjson.dumps(value).decode()) for name, value in sorted(watch.expected(trigger).items())
    )
