"""A matter at one glance for an administrator: where it stands, what was passed, whether its record holds."""

import uuid
from dataclasses import dataclass
from datetime import datetime

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

    id: uuid.UUID
    title: str
    service_key: str
    service_name: str
    business_no: str | None
    state: str
    definition_id: int
    definition_number: int
    initiator_name: str
    initiator_unit: str
    at: datetime
    ended_at: datetime | None
    suspended_at: datetime | None
    marking: Marking
    counts: tuple[Count, ...]
    runs: tuple[LevelRun, ...]
    run_count: int
    tokens: int
    snapshot_bytes: int
    verdict: Verdict
    may_mend: bool


def overview_of(rt: Runtime, connection: Link, matter: Opened) -> Overview:
    """Give it for a matter that was opened."""
    row, passages = matter.row, matter.execution.passages()
    runs = level_runs(passages, matter.nodes)
    (verdict,) = verify(rt, connection, row.id)
    return Overview(
        id=row.id,
        title=row.title,
        service_key=row.service_key,
        service_name=matter.deployed.name,
        business_no=row.business_no,
        state=row.state,
        definition_id=matter.deployed.id,
        definition_number=matter.deployed.number,
        initiator_name=row.initiator_name,
        initiator_unit=row.initiator_unit,
        at=row.started_at,
        ended_at=row.ended_at,
        suspended_at=row.suspended_at,
        marking=matter.execution.marking(),
        counts=counts(passages, matter.nodes),
        runs=runs[-MOST_RUNS:],
        run_count=len(runs),
        tokens=len(passages),
        snapshot_bytes=len(row.snapshot),
        verdict=verdict,
        may_mend=matter.may_mend,
    )
