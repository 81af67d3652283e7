"""How the hall is doing, for school administrators: what was counted, and what is wrong with it (A1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from db.link import Link, Row
from engine.errors import Forbidden
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may_everywhere
from watch.counters import Labels, Value
from web.watching.gauges import asked, free_bytes
from web.watching.signs import Worker, workers
from web.watching.upkeep import Work, last_works
from web.watching.version import program_version

_INCIDENTS = text(
    "SELECT i.service_key, d.name, count(*) AS n, min(o.opened_at) AS oldest FROM incident o"
    " JOIN instance i ON i.id = o.instance_id"
    " JOIN LATERAL (SELECT name FROM definition WHERE service_key = i.service_key"
    " ORDER BY number DESC LIMIT 1) d ON true"
    " WHERE o.closed_at IS NULL GROUP BY i.service_key, d.name ORDER BY n DESC, i.service_key"
)
_RESTING = text(
    "SELECT connector, failures, rests_until FROM connector_health"
    " WHERE rests_until > :now ORDER BY connector"
)
_FAILED_CALLS = text(
    "SELECT connector, count(*) AS n FROM call"
    " WHERE state IN ('due', 'queued', 'trying') AND code IS NOT NULL GROUP BY connector ORDER BY connector"
)
_ROLLING = text("SELECT at, rounds FROM record_check")
_SIZE = text("SELECT pg_database_size(current_database())")
_SCHEMA = text("SELECT string_agg(version_num, ', ' ORDER BY version_num) FROM alembic_version")


@dataclass(frozen=True, slots=True)
class ServiceIncidents:
    """The open incidents of one service."""

    service_key: str
    name: str
    n: int
    oldest: datetime


@dataclass(frozen=True, slots=True)
class Resting:
    """A connector that is left alone after failures."""

    connector: str
    failures: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the page shows.

    Attributes
    ----------
    waiting, failed
        Jobs by name: in the queue or running; failed for good.
    oldest_job_s
        Age of the first job in line, in seconds.
    late
        By kind (``timer``, ``deadline``): how many are due, and how late the oldest is, in seconds.
    retrying
        Calls that failed and are tried again, by connector.
    mails
        E-mails on their way, by state, and messages whose e-mail ``failed``.
    broken
        Records that did not hold when they were last verified, by the worker or by ``tongban verify``.
    """

    at: datetime
    workers: Sequence[Worker]
    waiting: Mapping[str, int]
    failed: Mapping[str, int]
    oldest_job_s: float
    late: Mapping[str, tuple[int, float]]
    incidents: Sequence[ServiceIncidents]
    resting: Sequence[Resting]
    retrying: Mapping[str, int]
    mails: Mapping[str, int]
    broken: int
    instances: Mapping[str, int]
    works: Mapping[str, Work]
    database_bytes: int
    free_bytes: int
    version: str
    schema: str


def overview(rt: Runtime, link: Link, by: Principal, files: Path) -> Overview:
    """Ask how the hall is doing.

    Parameters
    ----------
    files
        Folder of the file store.

    Raises
    ------
    Forbidden
        ``by`` looks after less than the whole school.
    """
    if not may_everywhere(by, INSTANCE_INSPECT):
        raise Forbidden
    at = rt.clock()
    values = {"now": at}
    incidents, resting, retrying = (
        link.execute(_INCIDENTS),
        link.execute(_RESTING, values),
        link.execute(_FAILED_CALLS),
    )
    size, schema, rolling = link.execute(_SIZE), link.execute(_SCHEMA), link.execute(_ROLLING)
    found = asked(link, at)
    broken = int(_number(found["tongban_records_broken"][()]))
    queued = found["tongban_jobs_queued"]
    late, ages = found["tongban_timers_overdue"], found["tongban_timers_oldest_seconds"]
    return Overview(
        at=at,
        workers=workers(link, at),
        waiting=_by_name(queued, ("todo", "doing")),
        failed=_by_name(queued, ("failed",)),
        oldest_job_s=_number(found["tongban_jobs_oldest_seconds"][()]),
        late={kind[0]: (int(_number(n)), _number(ages[kind])) for kind, n in late.items()},
        incidents=[ServiceIncidents(row.service_key, row.name, row.n, row.oldest) for row in incidents],
        resting=[Resting(row.connector, row.failures, row.rests_until) for row in resting],
        retrying={row.connector: row.n for row in retrying},
        instances={labels[0]: int(_number(n)) for labels, n in found["tongban_instances"].items()},
        mails={labels[0]: int(_number(n)) for labels, n in found["tongban_mails"].items()},
        broken=broken,
        works=_with_rolling(last_works(link), rolling.one_or_none(), broken),
        database_bytes=size.scalar_one(),
        free_bytes=free_bytes(files),
        version=program_version(),
        schema=schema.scalar_one_or_none() or "",
    )


def _with_rolling(works: dict[str, Work], rolling: Row | None, broken: int) -> dict[str, Work]:
    """Count the worker's verification, a few records at a time, once it has been through all of them."""
    by_hand = works.get("verification")
    if rolling is not None and rolling.rounds and (by_hand is None or by_hand.at < rolling.at):
        works["verification"] = Work(rolling.at, ok=not broken, detail={})
    return works


def _by_name(queued: Mapping[Labels, Value], statuses: Sequence[str]) -> dict[str, int]:
    total: dict[str, int] = {}
    for (name, status), n in sorted(queued.items()):
        if status in statuses:
            total[name] = total.get(name, 0) + int(_number(n))
    return total


def _number(value: Value) -> float:
    assert not isinstance(value, list)
    return value
