"""timers_due_10000: as many timers fall due at one moment, and two workers fire them."""

import os
import time
from collections.abc import Iterator

from bench import waiting_service
from bench.result import Result
from bench.stage import Stage
from bench.waiting import waiting_hall
from bench.web import cpu_seconds

TIMERS, WORKERS = 10_000, 2
LIMIT_MS = 1000 / 150
_LEFT = "SELECT count(*) FROM instance WHERE next_due IS NOT NULL"
_OPEN = "SELECT count(*) FROM task WHERE element = 'after'"


def run(stage: Stage) -> Iterator[Result]:
    """Let ten thousand matters be due at once; each goes on in a transaction of its own."""
    with waiting_hall(stage, waiting_service.until_a_moment()) as hall:
        hall.multiply(hall.start("bench-moment"), TIMERS - 1)
        hall.database.execute("UPDATE instance SET next_due = NULL")
        hall.database.execute("VACUUM FULL ANALYZE instance")
        with hall.workers(WORKERS) as pids:
            before = cpu_seconds(pids)
            hall.database.execute("UPDATE instance SET next_due = now()")
            started = time.perf_counter()
            hall.wait(lambda: hall.number(_LEFT) == 0, 300)
            spent = time.perf_counter() - started
            cpu = (cpu_seconds(pids) - before) * 1000 / TIMERS
        opened = hall.number(_OPEN)
    if opened != TIMERS:
        raise RuntimeError(f"{opened} of {TIMERS} matters went on")
    ms = spent * 1000 / TIMERS
    params = {
        "workers": WORKERS,
        "per_second": round(TIMERS / spent),
        "cpu_ms_of_workers": round(cpu, 2),
        "with_each": "a message to its initiator",
        "load": round(os.getloadavg()[0], 1),
    }
    yield Result("timers_due_10000", TIMERS, "ms", ms, ms, limit=LIMIT_MS, params=params)
