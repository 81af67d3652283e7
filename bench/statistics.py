"""statistics_200000: a service's figures over 200,000 to-do items, beside those of a tenth."""

import time
from collections.abc import Iterator

import psycopg
from sqlalchemy import create_engine, text

from app import create_app
from bench.result import Result, summarise
from bench.stage import Stage
from bench.statistics_data import STEPS, copy_matters
from cli.demo import load_demo
from db.extension import CONNECT_ARGS
from db.link import Link
from engine.queries.statistics import Asked, statistics
from identity.principal import load
from web.current import RUNTIME

SERVICE = "fitness-exemption"
SIZES = (20_000, 200_000)
ROUNDS = 7
LIMIT = 12
"""Ten times the rows may take that many times as long: they are sorted, and no longer in memory alone."""


def run(stage: Stage) -> Iterator[Result]:
    """Measure the smaller, then the larger; the ratio says whether time grows with the rows alone."""
    small = _measure(stage, SIZES[0])
    yield small
    yield _measure(stage, SIZES[1], over=small)


def _measure(stage: Stage, items: int, over: Result | None = None) -> Result:
    settings = stage.settings(stage.database())
    load_demo(settings)
    app = create_app(settings)
    url = (settings.database_url or "").replace("+psycopg", "")
    with psycopg.connect(url) as raw:
        people = [row[0] for row in raw.execute("SELECT id FROM person")]
        units = [row[0] for row in raw.execute("SELECT id FROM unit")]
        started = time.perf_counter()
        copy_matters(raw, SERVICE, items // len(STEPS), people, units)
        copied = time.perf_counter() - started
    engine = create_engine(settings.database_url or "", connect_args=CONNECT_ARGS)
    engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    link = Link(engine.connect())
    link.execute(text("VACUUM ANALYZE"))
    link.send()
    found = link.execute(text("SELECT person_id FROM account WHERE subject = 'admin'")).scalar_one()
    viewer = load(link, found)
    assert viewer is not None
    samples = []
    with app.app_context():
        for _ in range(ROUNDS):
            began = time.perf_counter()
            figures = statistics(app.extensions[RUNTIME], link, viewer, SERVICE, Asked())
            samples.append((time.perf_counter() - began) * 1000)
    assert sum(step.entered for step in figures.steps) > items * 0.9
    engine.dispose()
    limit = LIMIT if over else None
    return summarise(f"statistics_{items}", samples, over=over, limit=limit, copy_seconds=round(copied, 1))
