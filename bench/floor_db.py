"""floor_db: the least work of a completion on the raw driver."""

import time
from collections.abc import Iterator

import psycopg

from bench.floor_work import make_tables, work
from bench.result import Result, summarise
from bench.stage import Stage
from db.address import conninfo

N = 1000
WARM_UP = 100


def run(stage: Stage) -> Iterator[Result]:
    """Measure on one connection, one after the other."""
    address = conninfo(stage.database())
    make_tables(address)
    samples = []
    with psycopg.connect(address) as connection:
        for number in range(N + WARM_UP):
            started = time.perf_counter()
            work(connection, number)
            samples.append((time.perf_counter() - started) * 1000)
    yield summarise("floor_db", samples[WARM_UP:])
