"""Who calls whom: a process that calls itself, directly or not, would never end."""

from collections.abc import Iterator, Mapping

from engine.execution.errors import Finding
from engine.execution.parser.survey import DEEPEST
from engine.execution.process import LevelSpec


def cycles(process: str, levels: Mapping[str, LevelSpec]) -> Iterator[Finding]:
    """A finding for each call that leads back, to a process that cannot begin, or too deep."""
    done: set[str] = set()
    path: list[str] = []

    def walk(name: str) -> Iterator[Finding]:
        if len(path) > DEEPEST:
            yield Finding("nested_too_deep", process, {"levels": len(path), "limit": DEEPEST})
            return
        path.append(name)
        for spec in levels[name].task_specs.values() if name in levels else ():
            inner = spec.__dict__.get("spec") if spec.has_level else None
            if spec.isolated and inner in levels and not levels[inner].starts and levels[inner].begins:
                # An event that begins a process is not looked at when it is called (BPMN 2.0.2, 10.5.2).
                yield Finding("called_without_start", spec.place, {"called": inner})
            if inner in path:
                yield Finding("call_cycle", spec.place, {"called": inner})
            elif inner is not None and inner not in done:
                yield from walk(inner)
        path.pop()
        done.add(name)

    yield from walk(process)
