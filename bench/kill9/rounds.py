"""The rounds: something is killed at a random moment, over and over, while people and clocks go on."""

import dataclasses
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import waiting_service
from bench.kill9.people import Crowd, use
from bench.kill9.processes import Process, Program
from bench.kill9.receiver import Receiver, receiving
from bench.kill9.verdict import faults
from settings import Settings, read_settings

PATIENCE_S = 420.0
"""For what is under way after the last round: a lost job is found after a minute, a call after its limit."""


@dataclass(frozen=True)
class Plan:
    """What is to happen.

    Attributes
    ----------
    seed
        Repeats the choices: who is killed when, how the receiver is disposed, whom people ask.
    options
        More settings of the database, each ``name=value``.
    """

    rounds: int = 100
    matters: int = 500
    seed: int = 1
    web: int = 2
    workers: int = 2
    people: int = 4
    database_every: int = 10
    pause_s: tuple[float, float] = (0.3, 3.0)


@dataclass
class Found:
    """What it has come to; without `faults` everything held."""

    plan: Plan
    faults: list[str] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    moods: Counter[str] = field(default_factory=Counter)
    asked_again: int = 0
    effects: int = 0
    seconds: float = 0.0
    seconds_after: float = 0.0
    slowest_s: float = 0.0


def run_rounds(plan: Plan, folder: Path) -> Found:
    """Run them over a database of their own in `folder`.

    Parameters
    ----------
    folder
        Stays; it holds what every process wrote.
    """
    found, began = Found(plan), time.monotonic()
    with closing(Program(folder)) as program, receiving(plan.seed) as receiver:
        settings = _prepare(program, folder, receiver.port)
        environment = {**os.environ, **_environment(settings), "TONGBAN_LOG": "warning"}
        crowd = Crowd(program.run(environment, plan.web, plan.workers), plan.matters)
        with _people(crowd, plan) as jobs:
            _kill(program, crowd, plan, found, jobs)
            last = time.monotonic()
            _wait_for_all(program, crowd, found, jobs)
            found.seconds_after = time.monotonic() - last
        verified = _verify(environment)
        found.faults += faults(program.server.url(), crowd, receiver, verified)
        _report(found, program, crowd, receiver)
    found.seconds = time.monotonic() - began
    return found


def _prepare(program: Program, folder: Path, port: int) -> Settings:
    """Make the tables, the campus, the service and its outside system, once, before anything may die."""
    from app import create_app
    from cli.demo import load_demo
    from cli.services import publish
    from connectors.setting_up import set_up
    from db import db, transaction
    from db.migrate import upgrade
    from web.current import runtime

    url = program.server.url()
    settings = read_settings({"TONGBAN_DATA": str(folder / "data"), "DATABASE_URL": url})
    settings = dataclasses.replace(settings, database_url=url)
    upgrade(url)
    load_demo(settings)
    app = create_app(settings)
    patience = {"tries": 20, "first_wait_s": 0.5, "factor": 1.5, "longest_wait_s": 4, "limit_s": 4}
    desk = {
        "backend": "real",
        "address": f"http://127.0.0.1:{port}",
        "private": True,
        "operations": {"book": {"method": "POST", "path": "/book"}},
        "patience": {**patience, "at_once": 8, "breaks_after": 20, "rests_s": 2},
    }
    with app.app_context():
        with transaction() as uow:
            set_up(uow, runtime().vault, "desk", "http", desk, "t0ken", runtime().clock())
        publish(app, waiting_service.with_calls())
        db.engine.dispose()
    return settings


def _environment(settings: Settings) -> dict[str, str]:
    return {"DATABASE_URL": settings.database_url or "", "TONGBAN_DATA": str(settings.data)}


@contextmanager
def _people(crowd: Crowd, plan: Plan) -> Iterator[list[Future[None]]]:
    with ThreadPoolExecutor(plan.people) as pool:
        try:
            yield [pool.submit(use, crowd, number, plan.seed) for number in range(plan.people)]
        finally:
            crowd.stop = True


def _kill(program: Program, crowd: Crowd, plan: Plan, found: Found, jobs: list[Future[None]]) -> None:
    chance = random.Random(plan.seed)
    left: list[Process] = []
    for number in range(1, plan.rounds + 1):
        until = time.monotonic() + chance.uniform(*plan.pause_s)
        program.wait(lambda until=until: time.monotonic() > until, 60)  # type: ignore[misc]
        # Dealt like cards, so that a few rounds meet each of them.
        left = left or chance.sample(program.processes, len(program.processes))
        name = "database" if number % plan.database_every == 0 else left.pop().name
        program.kill(name, whole=chance.random() < 0.5)
        found.kills[name.split()[0]] += 1
        crowd.done = number / plan.rounds
        for job in jobs:
            if job.done():
                job.result()
    crowd.done = 1.0


def _wait_for_all(program: Program, crowd: Crowd, found: Found, jobs: list[Future[None]]) -> None:
    """Wait until every matter has come to its end, and the queue is empty."""
    left = (
        "SELECT (SELECT count(*) FROM instance WHERE state = 'running')"
        " + (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
        " AND task_name NOT LIKE '%forget%' AND queueing_lock IS NULL)"
    )

    def is_over() -> bool:
        if len(crowd.begun) < crowd.matters:
            for job in jobs:
                if job.done():
                    job.result()
            return False
        with program.server.connect() as connection:
            row: Any = connection.execute(left).fetchone()
            return bool(row[0] == 0)

    try:
        program.wait(is_over, PATIENCE_S)
        for job in jobs:
            job.result(30)
    except TimeoutError:
        found.faults.append(f"not everything ended within {PATIENCE_S:.0f} s")


def _verify(environment: dict[str, str]) -> str:
    """Let ``tongban verify`` recompute every record; give what it says at the end, and its exit code."""
    told = subprocess.run(
        [sys.executable, "-m", "cli", "verify", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{told.returncode} {told.stdout.splitlines()[-1] if told.stdout else told.stderr[-500:]}"


def _report(found: Found, program: Program, crowd: Crowd, receiver: Receiver) -> None:
    found.ended, found.told, found.moods = program.ended, crowd.told, receiver.moods
    found.asked_again = sum(count - 1 for count in receiver.asked.values())
    found.effects = len(receiver.applied)
    with program.server.connect() as connection:
        slow = "SELECT extract(epoch FROM max(ended_at - started_at)) FROM instance"
        row: Any = connection.execute(slow).fetchone()
        found.slowest_s = round(float(row[0] or 0), 1)
