"""bytes_instance: what a finished instance leaves in the database, indexes included."""

from collections.abc import Iterator

import psycopg

from bench.campus import APPROVERS, campus
from bench.result import Result
from bench.stage import Stage

INSTANCES = 200
_SIZE = (
    "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c WHERE c.relkind = 'r' AND c.relname = ANY(%s)"
)
TABLES = (
    "instance", "task", "inbox", "task_read", "record_entry", "record_text", "variable_change", "incident",
    "secret", "attachment",
)  # fmt: skip


def run(stage: Stage) -> Iterator[Result]:
    """Compare the engine's tables, compacted, after one batch and after two."""
    with campus(stage) as hall:
        sizes = []
        for batch in range(2):
            for number in range(INSTANCES):
                hall.start()
                for step, login in enumerate(APPROVERS):
                    hall.complete(login, hall.newest(), f"{batch}-{number}-{step}")
            sizes.append(_size(hall.database))
    grown = (sizes[1] - sizes[0]) / INSTANCES
    params = {"tables": list(TABLES), "leaves_out": "queue and idempotency answers, which expire"}
    yield Result("bytes_instance", INSTANCES, "bytes", grown, grown, limit=5000, params=params)


def _size(database: psycopg.Connection) -> int:
    for table in TABLES:
        database.execute(f"VACUUM FULL {table}")  # type: ignore[arg-type]
    row = database.execute(_SIZE, (list(TABLES),)).fetchone()
    return int(row[0]) if row else 0
