"""All that is looked at in one file: what lint says, where a run of it leads, what repairs make of it."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bench.corpus.accounting import missing
from bench.corpus.following import left
from cli.beside import files_beside
from designer_export.dialects import carry
from designer_export.lint import lint
from designer_export.reading import read
from designer_export.repairing import repair
from designer_export.writing import write
from engine.execution import ExecutionError
from engine.rehearsal import Drawn, of_diagram, rehearse
from expressions.sandbox import Sandbox

SEED = 1


@dataclass
class Looked:
    """What was found.

    Attributes
    ----------
    unexplained
        What the report does not account for.
    stop, last
        Where a run by the seed first stops, and where it stops in the end; None for what cannot run.
    strayed
        Where its trace leaves what is drawn.
    repaired
        Whether a drawing is runnable after its automatic repairs.
    seconds
        What all of it took.
    """

    verdict: str
    unexplained: list[str]
    stop: str | None = None
    last: str | None = None
    strayed: list[str] | None = None
    repaired: bool = False
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)


def look(path: Path) -> Looked:
    """Look at one file; decisions, and processes that it calls, are taken from beside it."""
    data, beside = path.read_bytes(), files_beside(path)
    begun = time.perf_counter()
    report = lint(data, beside=beside)
    looked = Looked(report.verdict, missing(data, report.as_json("")))
    if report.verdict == "runnable":
        _run(data, beside, looked)
    elif report.verdict == "drawing":
        looked.repaired = _is_repaired(data, beside)
    looked.seconds = time.perf_counter() - begun
    return looked


def _run(data: bytes, files: Mapping[str, bytes], looked: Looked) -> None:
    try:
        subject = of_diagram(data, files)
    except ExecutionError:
        # What it needs lies elsewhere: its decisions, for one.
        looked.stop = looked.last = "incident"
        return
    looked.stop = rehearse(subject, Drawn(subject, SEED), _sandbox(), "wait").stop
    last = rehearse(subject, Drawn(subject, SEED), _sandbox())
    looked.last = last.stop
    looked.strayed = left(write(carry(read(data), files)), last.as_json()["trace"])


def _is_repaired(data: bytes, beside: Mapping[str, bytes]) -> bool:
    return repair(data, beside=beside).report.verdict == "runnable"


@cache
def _sandbox() -> Sandbox:
    return Sandbox(workers=1)
