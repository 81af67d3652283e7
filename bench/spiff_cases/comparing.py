"""What is wrong with a case that has run, in words; None if it came out as it says."""

from collections.abc import Container, Mapping
from typing import Any, Final

from bench.spiff_cases.cases import Case
from engine.filling import RESERVED
from engine.rehearsal import Rehearsed

_EMPTY: Final[tuple[Any, ...]] = (None, "", [], {})
_MOST: Final = 120


def fault(case: Case, run: Rehearsed, ours: Container[str], unused: list[str]) -> str | None:
    """Compare the end of a run with what the case expects.

    Parameters
    ----------
    ours
        Variables that only our import declares, beside those of the engine.
    unused
        Elements that the case answers and that never asked.
    """
    if run.stop != "end":
        failed = [f"{one.element}: {one.code} {one.detail}" for one in run.failures]
        return f"{run.stop} at {', '.join(run.open)} {'; '.join(failed)}".strip()
    if unused:
        return f"never asked: {', '.join(unused)}"
    wrong = dict(_wrong(case.expected, run.variables))
    more = {
        name: value
        for name, value in run.variables.items()
        if name not in case.expected and name not in RESERVED and name not in ours and value not in _EMPTY
    }
    parts = [f"{name} is {_short(got)}, not {_short(want)}" for name, (got, want) in wrong.items()]
    parts += [f"{name} is left over: {_short(value)}" for name, value in more.items()]
    return "; ".join(parts) or None


def _wrong(expected: Mapping[str, Any], got: Mapping[str, Any]) -> list[tuple[str, tuple[Any, Any]]]:
    pairs = [(name, (got.get(name), value)) for name, value in expected.items()]
    return [(name, pair) for name, pair in pairs if pair[0] != pair[1]]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
