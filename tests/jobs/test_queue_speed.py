"""Taking a job does not cost the square of what waits, whatever the server believed at first."""

from typing import Any

import psycopg
from flask import Flask

from jobs.app import to_take_jobs

FEW, MANY = 250, 2000
_TAKE = "SELECT procrastinate_fetch_job_v2(NULL, NULL)"
_DEFER = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
    " SELECT 'default', 'test.look', '{}' FROM generate_series(1, %s)"
)


def test_a_queue_that_was_nearly_empty_stays_quick_when_it_has_grown(committed: Flask) -> None:
    url = committed.config["SQLALCHEMY_DATABASE_URI"]
    with psycopg.connect(to_take_jobs(url), autocommit=True) as worker:
        worker.execute(_DEFER, (1,))
        # As the server itself does from time to time.
        worker.execute("ANALYZE procrastinate_jobs")
        read = []
        for more in (FEW, MANY - FEW):
            worker.execute(_DEFER, (more,))
            # After some times a connection keeps to the plan that it has made.
            for _ in range(7):
                worker.execute(_TAKE)
            read.append(blocks(worker))
    few, many = read
    assert many < 1000, f"{few} blocks for {FEW} jobs, {many} for {MANY}"


def blocks(worker: psycopg.Connection[Any]) -> int:
    """How many blocks of tables and indexes are looked at to take one job, in memory or not."""
    row = worker.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {_TAKE}").fetchone()
    assert row is not None
    plan = row[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
