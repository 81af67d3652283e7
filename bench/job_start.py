"""job_start: from the commit of whoever defers a job to the first line of its handler."""

import time
from collections.abc import Iterator

from sqlalchemy import text

from app import create_app
from bench.result import Result, summarise
from bench.stage import Stage
from bench.waiting import WaitingHall, waiting_hall
from db import transaction
from jobs.registry import HANDLERS
from jobs.worker import run_worker
from settings import read_settings

JOBS, PAUSE_S = 200, 0.05
NAME = "bench.note"
_NOTED = "CREATE TABLE noted (sent double precision, begun double precision)"

_INSERT = text("INSERT INTO noted (sent, begun) VALUES (:sent, :begun)")


def run(stage: Stage) -> Iterator[Result]:
    """Defer a job now and then, each in a transaction of its own, while a worker waits for it."""
    with waiting_hall(stage) as hall:
        hall.database.execute(_NOTED)
        with hall.workers(1, ("-m", "bench.job_start")):
            _send(hall)
            spent = [row[0] for row in hall.database.execute("SELECT 1000 * (begun - sent) FROM noted")]
    yield summarise("job_start", spent, limit=20, pause_s=PAUSE_S)


def _send(hall: WaitingHall) -> None:
    for n in range(JOBS):
        with transaction() as uow:
            # A moment before the commit, which so counts too.
            uow.defer(NAME, key=str(n), sent=time.time())
        time.sleep(PAUSE_S)
    hall.wait(lambda: hall.number("SELECT count(*) FROM noted") == JOBS, 60)


def note(*, key: str, sent: float) -> None:
    """Handle a job: note when that began."""
    begun = time.time()
    with transaction() as uow:
        uow.execute(_INSERT, {"sent": sent, "begun": begun})


def work() -> None:
    """Be a worker that knows one job more."""
    HANDLERS[NAME] = note
    run_worker(create_app(read_settings()))


if __name__ == "__main__":
    work()
