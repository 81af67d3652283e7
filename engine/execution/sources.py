"""All expressions and scripts of a program: what they read, and which of them are not our language."""

from collections.abc import Iterator
from typing import Any

from engine.execution.errors import Finding
from engine.execution.process import LevelSpec
from expressions.errors import SyntaxProblem
from expressions.methods import in_our_words
from expressions.names import names_of
from expressions.syntax import is_expression, parse


def names_and_problems(levels: list[LevelSpec]) -> tuple[dict[str, frozenset[str]], list[Finding]]:
    """Free names of every source, and a finding for every source that is not our language."""
    names: dict[str, frozenset[str]] = {}
    problems = []
    for spec in (spec for level in levels for spec in level.task_specs.values()):
        for source in _sources(spec):
            scripts = (getattr(spec, "script", None), *spec.scripts.sources)
            reason = _problem(source, is_script=source in scripts)
            if reason is None:
                names[source] = names_of(in_our_words(source))
            else:
                problems.append(Finding("expression", spec.place, {"source": source, "reason": reason}))
    return names, problems


def _sources(spec: Any) -> Iterator[str]:
    yield from (flow.condition for flow in spec.outgoing if flow.condition)
    for attribute in ("script", "cardinality", "condition", "activation"):
        source = getattr(spec, attribute, None)
        if source and not (attribute == "script" and spec.operation):
            yield source
    yield from (*spec.mapping.sources, *spec.ways.sources, *spec.scripts.sources)
    for trigger in (*spec.triggers, *(behavior.trigger for behavior in getattr(spec, "behaviors", ()))):
        yield from trigger.sources
    yield from (item.condition for item in getattr(spec, "behaviors", ()) if item.condition)


def _problem(source: str, *, is_script: bool) -> str | None:
    """Why a source is not our language; a condition must be one expression."""
    try:
        names_of(in_our_words(source))
        return None if is_script or is_expression(parse(source)) else "not an expression"
    except SyntaxProblem as exc:
        return str(exc)
