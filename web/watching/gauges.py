"""What is asked of the database for the figures and the overview: a few counts, by indexes only."""

import shutil
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import text

from db import db
from db.link import Link
from watch.counters import Figures
from web.watching.signs import workers
from web.watching.upkeep import last_works

_INSTANCES = text("SELECT state, count(*) AS n FROM instance WHERE ended_at IS NULL GROUP BY state")
_INCIDENTS = text(
    "SELECT i.service_key, count(*) AS n FROM incident o JOIN instance i ON i.id = o.instance_id"
    " WHERE o.closed_at IS NULL GROUP BY i.service_key"
)
_JOBS = text("SELECT task_name, status::text AS status, count(*) AS n FROM procrastinate_jobs GROUP BY 1, 2")
# The first in line stands for the oldest: a look at each of a long queue would cost more than it tells.
_OLDEST_JOB = text(
    "SELECT extract(epoch FROM :now - greatest(j.scheduled_at, e.at))::float AS age FROM"
    " (SELECT id, scheduled_at FROM procrastinate_jobs WHERE status = 'todo'"
    " AND (scheduled_at IS NULL OR scheduled_at <= :now)"
    " ORDER BY id LIMIT 1) j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
    " ORDER BY e.id LIMIT 1"
)
_OVERDUE = text(
    "SELECT 'timer' AS kind, count(*) AS n, extract(epoch FROM :now - min(next_due))::float AS age"
    " FROM instance WHERE next_due <= :now AND state = 'running'"
    " UNION ALL SELECT 'deadline', count(*), extract(epoch FROM :now - min(d.at))::float FROM deadline d"
    " JOIN task t ON t.id = d.task_id JOIN instance i ON i.id = t.instance_id"
    " WHERE d.done_at IS NULL AND NOT d.asleep AND d.at <= :now AND i.state = 'running' AND t.held_at IS NULL"
)
_CALLS = text(
    "SELECT connector, state, count(*) AS n FROM call"
    " WHERE state IN ('queued', 'due', 'trying', 'answered') GROUP BY 1, 2"
)
_MAILS = text(
    "SELECT state, count(*) AS n FROM mail WHERE state IN ('due', 'queued', 'trying') GROUP BY state"
    " UNION ALL SELECT 'failed', count(*) FROM message_fate WHERE state = 'failed'"
)
_BROKEN = text("SELECT count(*) FROM broken_record")
_RESTING = text("SELECT count(*) FROM connector_health WHERE rests_until > :now")


def asked(link: Link, now: datetime) -> Figures:
    """Ask the database for every gauge, in one round trip."""
    values = {"now": now}
    instances, incidents, jobs, calls, mails, broken = (
        link.execute(statement) for statement in (_INSTANCES, _INCIDENTS, _JOBS, _CALLS, _MAILS, _BROKEN)
    )
    oldest, overdue, resting = (
        link.execute(statement, values) for statement in (_OLDEST_JOB, _OVERDUE, _RESTING)
    )
    late = overdue.all()
    states = {"alive": 0.0, "silent": 0.0, "clock_stands": 0.0}
    for worker in workers(link, now):
        states["silent" if not worker.alive else "alive" if worker.ticks else "clock_stands"] += 1
    return {
        "tongban_instances": {
            ("running",): 0.0,
            ("suspended",): 0.0,
            **{(row.state,): float(row.n) for row in instances},
        },
        "tongban_incidents_open": {(row.service_key,): float(row.n) for row in incidents},
        "tongban_jobs_queued": {(row.task_name, row.status): float(row.n) for row in jobs},
        "tongban_jobs_oldest_seconds": {(): oldest.scalar_one_or_none() or 0.0},
        "tongban_timers_overdue": {(row.kind,): float(row.n) for row in late},
        "tongban_timers_oldest_seconds": {(row.kind,): row.age or 0.0 for row in late},
        "tongban_calls_open": {(row.connector, row.state): float(row.n) for row in calls},
        "tongban_mails": {(row.state,): float(row.n) for row in mails},
        "tongban_records_broken": {(): float(broken.scalar_one())},
        "tongban_connectors_resting": {(): float(resting.scalar_one())},
        "tongban_workers": {(state,): n for state, n in states.items()},
        "tongban_upkeep_age_seconds": {
            (name,): (now - work.at).total_seconds() for name, work in last_works(link).items()
        },
    }


def of_the_store(files: Path) -> Figures:
    """Say how much room the file store has."""
    return {"tongban_store_free_bytes": {(): float(free_bytes(files))}}


def free_bytes(files: Path) -> int:
    """Give the free bytes where files are stored; of the nearest folder that is there."""
    folder = next(one for one in (files, *files.parents) if one.exists())
    return shutil.disk_usage(folder).free


def of_the_pool() -> Figures:
    """Say how many connections this process has open; call it inside the application's context."""
    pool = db.engine.pool
    in_use: int = pool.checkedout()  # type: ignore[attr-defined]
    idle: int = pool.checkedin()  # type: ignore[attr-defined]
    return {"tongban_database_connections": {("in_use",): float(in_use), ("idle",): float(idle)}}


class Remembered:
    """Keeps an answer for some seconds: whoever scrapes often does not ask the database more often."""

    def __init__(self, ask: Callable[[], Figures], seconds: float = 10.0) -> None:
        self._ask = ask
        self._seconds = seconds
        self._lock = threading.Lock()
        self._found: Figures | None = None
        self._at = 0.0

    def give(self) -> Figures:
        """Give the answer, asked anew if it is old."""
        with self._lock:
            if self._found is None or time.monotonic() - self._at > self._seconds:
                self._found = self._ask()
                self._at = time.monotonic()
            return self._found
