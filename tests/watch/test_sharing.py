"""Whichever process is asked tells of all, and of those that were killed: no sum ever falls."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from watch import counters
from watch.sharing import Shared

JOBS = "tongban_jobs_total"
OTHER = """
import sys, time
from pathlib import Path
from watch.counters import count
from watch.sharing import Shared
shared = Shared(Path(sys.argv[1]), lambda: {"tongban_database_connections": {("idle",): 4.0}})
shared.begin()
count("tongban_jobs_total", "engine.make_call", "done", by=7)
shared.write()
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _from_zero() -> Iterator[None]:
    counters.clear()
    yield
    counters.clear()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", OTHER, str(tmp_path)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "written\n"
        yield process
        process.kill()


def jobs(shared: Shared) -> float:
    value = shared.collect()[JOBS][("engine.make_call", "done")]
    assert isinstance(value, float)
    return value


def test_the_figures_of_a_living_and_of_a_killed_process_count_once(
    other: subprocess.Popen[str], tmp_path: Path
) -> None:
    mine = Shared(tmp_path)
    mine.begin()
    counters.count(JOBS, "engine.make_call", "done")
    mine.write()
    assert jobs(mine) == 8
    assert mine.collect()["tongban_database_connections"] == {("idle",): 4.0}

    os.kill(other.pid, signal.SIGKILL)
    other.wait()

    assert [jobs(mine) for _ in range(3)] == [8, 8, 8]
    assert "tongban_database_connections" not in mine.collect(), "a dead process holds no connections"
    third = Shared(tmp_path)
    assert jobs(third) == 9, "who comes later finds the living and the gone (1 of its own, as it shares ours)"
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_what_an_older_program_wrote_and_half_a_file_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "gone.json").write_text(
        '{"tongban_gone_total": [[["a"], 1.0]], "tongban_jobs_total": [[["x"], 2]]}'
    )
    (tmp_path / "abc.json").write_text('{"tongban_jobs_total": [[["en')
    counters.count(JOBS, "engine.make_call", "done")
    assert Shared(tmp_path).collect() == {JOBS: {("engine.make_call", "done"): 1.0}}
