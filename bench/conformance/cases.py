"""Cases as `cases.json` gives them, and how one is judged once it has run."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

GENERIC = frozenset({"ERROR", "ERROR_generic"})
"""An expectation that any error meets: the case asks that it does not work, not how."""


@dataclass(frozen=True)
class Case:
    """One run of a diagram.

    Attributes
    ----------
    test, number
        The variables ``test`` and ``integerVariable``.
    delay
        Milliseconds that pass at most while it runs.
    beside
        Whether the file's second process runs beside the first.
    expect
        Lines of the log, or None; nobody reads it before the case has run.
    """

    n: int
    test: str | None
    number: int
    delay: int
    beside: bool
    expect: tuple[str, ...] | None = field(repr=False)


@dataclass(frozen=True)
class Diagram:
    """A file with its cases."""

    file: str
    group: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Outcome:
    """What a run has left: its log, how long it took, and why it could not be run."""

    log: tuple[str, ...]
    seconds: float
    error: str | None = None


@dataclass(frozen=True)
class Judged:
    """A case that has run."""

    diagram: Diagram
    case: Case
    outcome: Outcome

    @property
    def passed(self) -> bool | None:
        """Whether the log is the expected one; None if nothing is expected."""
        if self.case.expect is None:
            return None
        expected = sorted(self.case.expect)
        return sorted(_as_asked(self.outcome.log, expected)) == expected

    def as_json(self) -> dict[str, Any]:
        """The line of this case."""
        expect = None if self.case.expect is None else sorted(self.case.expect)
        return {
            "file": self.diagram.file,
            "n": self.case.n,
            "log": sorted(self.outcome.log),
            "expect": expect,
            "passed": self.passed,
            "seconds": round(self.outcome.seconds, 3),
            "error": self.outcome.error,
        }


def _as_asked(log: tuple[str, ...], expected: list[str]) -> list[str]:
    generic = next((line for line in expected if line in GENERIC), None)
    return [generic if generic and line.startswith("ERROR_") else line for line in log]


def read_cases(path: Path) -> list[Diagram]:
    """Read the file of cases."""
    return [_diagram(row) for row in json.loads(path.read_text(encoding="utf-8"))]


def _diagram(row: Mapping[str, Any]) -> Diagram:
    cases = tuple(_case(number, case) for number, case in enumerate(row["cases"], 1))
    return Diagram(str(row["file"]), str(row.get("group", "")), cases)


def _case(number: int, row: Mapping[str, Any]) -> Case:
    expect = row.get("expect")
    return Case(
        n=int(row.get("n", number)),
        test=row.get("test"),
        number=int(row.get("integerVariable") or 0),
        delay=int(row.get("delay") or 0),
        beside=bool(row.get("parallel")),
        expect=tuple(expect) if expect is not None else None,
    )
