"""A worker as a process of its own: it hears of new jobs, and SIGTERM ends it in peace."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from db.link import Link
from db.migrate import upgrade
from db.queue import defer
from db.server import start
from jobs.worker import CONCURRENCY

WORKER = """
import sys
from pathlib import Path
from app import create_app
from jobs.worker import run_worker
from settings import Settings
keys = dict.fromkeys(("session_key", "record_key", "vault_key"), b"k" * 32)
run_worker(create_app(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2], **keys)))
"""
PATIENCE_S = 60.0


@pytest.mark.slow
def test_a_worker_takes_what_comes_and_stops_when_told(fresh_database_url: str, tmp_path: Path) -> None:
    engine = create_engine(fresh_database_url)
    command = [sys.executable, "-c", WORKER, str(tmp_path), fresh_database_url]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as worker:
        try:
            with engine.begin() as connection:
                link = Link(connection)
                defer(link, "messages.deliver", key="task-opened:1", args=_delivery())
                link.send()
            assert _empties(engine.connect())
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    engine.dispose()


SLOW = """
import sys, time
from jobs import clock, registry
noted = open(sys.argv[3], "a", buffering=1)
def slow(*, key):
    noted.write(f"job {time.time()}\\n")
    time.sleep(4)
real = clock.tick
def tick(app):
    noted.write(f"tick {time.time()}\\n")
    return real(app)
clock.tick = tick
registry.HANDLERS["test.slow"] = slow
"""


@pytest.mark.slow
def test_the_clock_goes_on_when_every_job_waits_for_a_slow_system(
    fresh_database_url: str, tmp_path: Path
) -> None:
    noted = tmp_path / "noted"
    command = [sys.executable, "-c", SLOW + WORKER, str(tmp_path), fresh_database_url, str(noted)]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as worker:
        try:
            engine = create_engine(fresh_database_url, poolclass=NullPool)
            with engine.begin() as connection:
                link = Link(connection)
                for n in range(CONCURRENCY):
                    defer(link, "test.slow", key=str(n), args={})
                link.send()
            assert _empties(engine.connect(), "test.slow")
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    lines = [line.split() for line in noted.read_text().splitlines()]
    jobs = [float(at) for what, at in lines if what == "job"]
    assert len(jobs) == CONCURRENCY
    assert max(jobs) - min(jobs) < 3, "they do not run at once"
    ticks = [float(at) for what, at in lines if what == "tick" and max(jobs) < float(at) < min(jobs) + 4]
    assert ticks, "the clock stood still"


@pytest.mark.slow
def test_a_worker_goes_on_when_the_database_has_been_away(tmp_path: Path) -> None:
    """It neither dies, nor ends as if it had been told to, nor takes jobs no more."""
    tmp_path.chmod(0o711)
    server = start(tmp_path / "postgres", durable=False)
    upgrade(server.url())
    command = [sys.executable, "-c", WORKER, str(tmp_path), server.url()]
    with subprocess.Popen(command, cwd=Path(__file__).parents[2]) as worker:
        try:
            _work_once(server.url())
            server.stop()
            time.sleep(3)
            assert worker.poll() is None
            server = start(tmp_path / "postgres", durable=False)
            _work_once(server.url())
        finally:
            worker.send_signal(signal.SIGTERM)
        assert worker.wait(PATIENCE_S) == 0
    server.stop()


def _work_once(url: str) -> None:
    """Defer a job and see that it is done."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        link = Link(connection)
        defer(link, "messages.deliver", key="task-opened:1", args=_delivery())
        link.send()
    assert _empties(engine.connect())


def _delivery() -> dict[str, object]:
    told = {"kind": "task_opened", "instance_id": "0" * 32, "task_id": 1, "title": "t", "step_name": "s"}
    return {**told, "to": [], "at": "2026-09-01T00:00:00+00:00"}


def _empties(connection: Connection, name: str = "messages.deliver") -> bool:
    """Tell whether the queue runs empty before patience ends."""
    left = text(f"SELECT count(*) FROM procrastinate_jobs WHERE task_name = '{name}'")
    deadline = time.monotonic() + PATIENCE_S
    with connection:
        while time.monotonic() < deadline:
            if connection.execute(left).scalar_one() == 0:
                return True
            time.sleep(0.1)
    return False
