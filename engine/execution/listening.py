"""What an instance waits for from outside, as rows that others can search."""

from collections.abc import Iterator

import orjson

from engine.execution.events.watches import Watch
from engine.execution.instance import Instance
from engine.execution.reports import Listener


def listeners(instance: Instance) -> Iterator[Listener]:
    """One entry for each message and signal that somebody waits for."""
    for watch in instance.watches:
        for trigger in watch.spec.triggers:
            if trigger.kind in ("message", "signal"):
                holder, element = watch.key
                names = frozenset(item.id for item in trigger.properties)
                yield Listener(holder, element, trigger.kind, trigger.name or "", _keys(watch, names))


def _keys(watch: Watch, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
    known = {name: watch.keys.get(name) for name in sorted(names)}
    return tuple((name, orjson.dumps(value).decode()) for name, value in known.items() if value is not None)
