"""A matter at one glance for an administrator: where it stands, what was passed, whether its record holds."""

from dataclasses import dataclass

from db.link import Link
from engine.execution import Marking
from engine.queries.verification import Verdict, verify
from engine.runtime import Runtime

from .opened import Opened
from .passing import Count, LevelRun, counts, level_runs

MOST_RUNS = 100
"""Runs of sub-processes that are listed, the latest; a wide multi-instance has hundreds."""


@dataclass(frozen=True, slots=True)
class Overview:
    """See the module.

    Attributes
    ----------
    tokens, snapshot_bytes
        How many nodes were ever executed, and how many bytes the state takes.
    runs, run_count
        Sub-processes and called processes, the latest; and how many there are.
    """

    marking: Marking
    counts: tuple[Count, ...]
    runs: tuple[LevelRun, ...]
    run_count: int
    tokens: int
    snapshot_bytes: int
    verdict: Verdict


def overview_of(rt: Runtime, connection: Link, matter: Opened) -> Overview:
    """Give it for a matter that was opened."""
    passages = matter.execution.passages()
    runs = level_runs(passages, matter.nodes)
    (verdict,) = verify(rt, connection, matter.row.id)
    return Overview(
        marking=matter.execution.marking(),
        counts=counts(passages, matter.nodes),
        runs=runs[-MOST_RUNS:],
        run_count=len(runs),
        tokens=len(passages),
        snapshot_bytes=len(matter.row.snapshot),
        verdict=verdict,
    )
