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
            if spec.isolated and _needs_event(levels.get(inner or "")):
                yield Finding("called_without_start", spec.place, {"called": inner})
            if inner in path:
                yield Finding("call_cycle", spec.place, {"called": inner})
            elif inner is not None and inner not in done:
                yield from walk(inner)
        path.pop()
        done.add(name)

    yield from walk(process)


def _needs_event(level: LevelSpec | None) -> bool:
    """Whether only an event begins it, which is not waited for in a call (BPMN 2.0.2, 10.5.2)."""
    return level is not None and bool(level.begins) and not level.starts
