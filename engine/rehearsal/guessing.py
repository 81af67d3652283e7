"""What variables could hold that no form declares, guessed from how the expressions of a process use them.

A diagram that comes without a form says nothing else about what is filled in: ``amount > 10`` tells that the
amount is a number, and that 9, 10 and 11 make a difference.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from designer_export.namespaces import bpmn, tb
from designer_export.native import OperationCall
from engine.execution import Program
from expressions.errors import SyntaxProblem
from expressions.methods import in_our_words
from expressions.names import BUILTINS, bound_names, names_of
from expressions.syntax import is_expression, parse

from .hint import Hint
from .moment import BEGIN
from .usage import read_usage

_NOT_GUESSED: Final = BUILTINS | {
    "steps", "initiator", "instance", "now", "today", "zone_of", "loopCounter", "payload", "result",
}  # fmt: skip
_KEY: Final = re.compile(r"payload(?:\.get\('(\w+)'(?:, payload)?\)|\['(\w+)'\])?$")
"""All that an event brings, or what stands there under one name."""
_TIMES: Final = {
    "timeDuration": "PT1H",
    "timeCycle": "R2/PT1H",
    "timeDate": BEGIN.replace(day=9).isoformat(),
}


class Guessed(NamedTuple):
    """Hints by name, the names that only decide a way, and what is read of what events bring."""

    hints: Mapping[str, Hint]
    fleeting: frozenset[str]
    payload: Hint


def guess(program: Program, root: Any, operations: Iterable[OperationCall], known: frozenset[str]) -> Guessed:
    """Read off a program what its variables could hold.

    Parameters
    ----------
    root
        The diagram.
    known
        Names that a form declares: nothing is guessed of them.
    """
    found: dict[str, Hint] = {}
    conditions = {flow.condition for flow in program.flows.values() if flow.condition}
    mapped = {source for call in operations for _, source in call.inputs or ()}
    decided = {source for decision in program.decisions.values() for source in decision.sources}
    sources = {*program.names, *mapped, *decided}
    for source in sorted(sources):
        _read(source, found, is_condition=source in conditions)
    _read_loops(program, found)
    _read_times(root, found)
    _read_payload(root, found)
    free = {name for source in sources for name in _free(source)}
    items = {place.repeat.item for place in _places(program) if place.repeat and place.repeat.item}
    lists = {place.repeat.collection for place in _places(program) if place.repeat}
    wanted = ((free | lists) & found.keys()) - _NOT_GUESSED - known - items
    written = {name for source in program.names for name in _bound(source)}
    deciding = {name for source in conditions for name in _free(source)}
    fleeting = frozenset((deciding & wanted) - written - lists)
    return Guessed({name: found[name] for name in wanted}, fleeting, found.get("payload", Hint()))


def _read(source: str, found: dict[str, Hint], *, is_condition: bool) -> None:
    try:
        tree = parse(in_our_words(source))
    except SyntaxProblem:
        return
    read_usage(tree, found, is_condition=is_condition)


def _free(source: str) -> frozenset[str]:
    try:
        return names_of(in_our_words(source))
    except SyntaxProblem:
        return frozenset()


def _bound(source: str) -> frozenset[str]:
    """Names that a script sets; an expression sets none."""
    try:
        tree = parse(in_our_words(source))
        return frozenset() if is_expression(tree) else bound_names(in_our_words(source))
    except SyntaxProblem:
        return frozenset()


def _places(program: Program) -> Iterable[Any]:
    return (place for level in program.outlook.levels.values() for place in level.places.values())


def _read_loops(program: Program, found: dict[str, Hint]) -> None:
    for place in _places(program):
        repeat = place.repeat
        if repeat is not None and repeat.collection:
            items = found.setdefault(repeat.collection, Hint()).each()
            if repeat.item in found:
                # What is done for each item tells what the items are.
                items.take(found[repeat.item])
        if repeat is not None and repeat.number:
            for name in _free(repeat.number):
                found.setdefault(name, Hint()).may_be(1, 2, 3)


def _read_times(root: Any, found: dict[str, Hint]) -> None:
    for kind, example in _TIMES.items():
        for element in root.iter(bpmn(kind)):
            name = (element.text or "").strip()
            if name.isidentifier():
                found.setdefault(name, Hint()).may_be(example)


def _read_payload(root: Any, found: dict[str, Hint]) -> None:
    """Let an event bring what is read later of the variable that takes it."""
    for item in root.iter(tb("out")):
        taken = found.get(item.get("name") or "")
        key = _KEY.match((item.get("expression") or "").strip())
        if taken is not None and key is not None:
            payload = found.setdefault("payload", Hint())
            name = key[1] or key[2]
            (payload.part(name) if name else payload).take(taken)
