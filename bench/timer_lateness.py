"""timer_lateness: how long after its moment a timer fires where little else happens, seen from outside."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from bench import waiting_service
from bench.result import Result, summarise
from bench.stage import Stage
from bench.waiting import WaitingHall, waiting_hall

TIMERS, SPREAD_S = 200, 30
SEED = 20261128
_DUE = (
    "UPDATE instance i SET next_due = w.at FROM unnest(%s::uuid[], %s::timestamptz[]) w(id, at)"
    " WHERE i.id = w.id"
)
_FIRED = "SELECT id FROM instance WHERE next_due IS NULL"


def run(stage: Stage) -> Iterator[Result]:
    """Spread timers over half a minute and look every few milliseconds which of them have fired."""
    with waiting_hall(stage, waiting_service.until_a_moment()) as hall:
        hall.multiply(hall.start("bench-moment"), TIMERS - 1)
        hall.database.execute("UPDATE instance SET next_due = '2100-01-01'")
        with hall.workers(1):
            late = sorted(_lateness(hall))
    yield summarise("timer_lateness", late, "s", limit=1, spread_s=SPREAD_S)
    p99 = late[round(len(late) * 0.99) - 1]
    yield Result("timer_lateness_p99", len(late), "s", p99, p99, limit=5, params={"most": round(late[-1], 3)})


def _lateness(hall: WaitingHall) -> Iterator[float]:
    chance = random.Random(SEED)
    ids = [row[0] for row in hall.database.execute("SELECT id FROM instance")]
    first = time.time() + 1
    due = {instance: first + chance.uniform(0, SPREAD_S) for instance in ids}
    moments = [datetime.fromtimestamp(due[instance], UTC) for instance in ids]
    hall.database.execute(_DUE, (ids, moments))
    until = time.time() + SPREAD_S + 60
    while due:
        found = hall.database.execute(_FIRED).fetchall()
        now = time.time()
        yield from (now - due.pop(row[0]) for row in found if row[0] in due)
        if now > until:
            raise RuntimeError(f"{len(due)} timers did not fire")
        time.sleep(0.005)
