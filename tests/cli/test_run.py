"""``tongban run`` from outside: it works, or says in one sentence why not, and leaves nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli.alone import alone
from cli.ready import answers
from db import server as embedded
from tests.live_server import ROOT, free_port

# Each starts processes of its own.
pytestmark = pytest.mark.slow

Start = Callable[..., "Run"]


class Run:
    """One ``tongban run`` with a data folder and a session of its own."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.port = free_port()
        self.data = data
        self.log = data.with_name("run.log")
        given = {"TONGBAN_DATA": str(data), "TONGBAN_PORT": str(self.port), "DATABASE_URL": ""}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "run", "--no-demo"],
                cwd=ROOT,
                env={**os.environ, **given, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def end(self) -> int:
        """Wait for its end and return the exit code."""
        return self.process.wait(40)

    def says(self, words: str) -> None:
        """Wait until it has said something."""
        until = time.monotonic() + 60
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)

    def left(self) -> list[str]:
        """Return the command lines of living processes that know the data folder."""
        mark, found = os.fsencode(self.data), []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                words = (place / "cmdline").read_bytes()
                if mark in words or mark in (place / "environ").read_bytes():
                    found.append(words.replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue
        return [words for words in found if words.strip()]


@pytest.fixture
def data(data_root: Path, request: pytest.FixtureRequest) -> Path:
    """A data folder whose path has blanks and Chinese characters."""
    made = data_root / f"学校 run {abs(hash(request.node.nodeid))}" / ".data"
    made.mkdir(parents=True, mode=0o755)
    return made


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Start the program over that folder; whatever still runs in the end is ended."""
    started: list[Run] = []

    def begin(**environment: str) -> Run:
        started.append(Run(data, **environment))
        return started[-1]

    yield begin
    for run in started:
        if run.process.poll() is None:
            run.process.terminate()
            run.end()


def refused(run: Run) -> str:
    """Return the one sentence with which it gave up."""
    assert run.end() == 3, run.said()
    lines = run.said().splitlines()
    assert len(lines) == 1, run.said()
    return lines[0]


def test_a_port_that_was_asked_for_and_is_taken_is_named(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert f"Port {port} is taken" in refused(start(TONGBAN_PORT=port))


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(start: Start, port: str) -> None:
    assert "TONGBAN_PORT must be a number" in refused(start(TONGBAN_PORT=port))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "must look like"),
        ("mysql://u:geheim@127.0.0.1/x", "must look like"),
        ("postgresql://u:geheim@127.0.0.1:x/x", "cannot be read"),
        ("postgresql://u:geheim@127.0.0.1:1/x", "does not let us in"),
        ("postgresql://u:geheim@no.such.host.invalid/x", "does not let us in"),
        ("postgresql://u:geheim@/x?host=/nowhere", "does not let us in"),
    ],
)
def test_a_database_that_is_none_is_told_without_its_password(start: Start, url: str, words: str) -> None:
    run = start(DATABASE_URL=url)
    assert run.end() == 3
    told = run.said().replace("Starting the database …\n", "")
    assert words in told
    assert told.count("\n") == 1
    assert "geheim" not in told


def test_a_second_one_with_the_same_data_is_shown_the_first(start: Start, data: Path) -> None:
    with alone(data) as note:
        assert "is starting" in refused(start())
        note.write("http://127.0.0.1:8000/")
        note.flush()
        assert "is running at http://127.0.0.1:8000/" in refused(start())


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_its_processes(start: Start, number: signal.Signals) -> None:
    run = start()
    run.says("Press Ctrl-C to stop.")
    assert answers("127.0.0.1", run.port)
    assert len(run.left()) >= 4, "the program itself, database, web server, worker"
    run.process.send_signal(number)
    assert run.end() == 0
    assert run.said().endswith("Stopped.\n")
    assert "Traceback" not in run.said()
    assert run.left() == []


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.3, 0.8, 1.5, 3.0])
def test_a_signal_ends_it_while_it_still_starts(start: Start, seconds: float) -> None:
    run = start()
    time.sleep(seconds)
    run.process.send_signal(signal.SIGINT)
    assert run.end() in {0, 130, -signal.SIGINT}
    assert "Traceback" not in run.said()
    gone = time.monotonic() + 20
    while run.left():
        assert time.monotonic() < gone, run.left()
        time.sleep(0.1)


@pytest.mark.slow
def test_a_database_that_belongs_to_a_short_command_is_waited_for(start: Start, data: Path) -> None:
    short = embedded.start(data / "postgres", durable=False)
    try:
        run = start()
        run.says("waiting until it ends")
    finally:
        short.stop()
    run.says("Press Ctrl-C to stop.")
    assert answers("127.0.0.1", run.port)


@pytest.mark.slow
def test_a_killed_database_is_started_again_and_the_log_stays_short(start: Start, data: Path) -> None:
    run = start()
    run.says("Press Ctrl-C to stop.")
    await_worker(data)
    before = len(run.said().splitlines())
    # Held up, it starts nothing again for a while.
    run.process.send_signal(signal.SIGSTOP)
    os.kill(postmaster(data), signal.SIGKILL)
    time.sleep(4)
    run.process.send_signal(signal.SIGCONT)
    run.says("The database is back.")
    run.says("the database is back after")
    assert answers("127.0.0.1", run.port)
    lines = run.said().splitlines()[before:]
    assert lines.count("The database ended; starting it again.") == 1
    assert len([line for line in lines if "the database is away" in line]) == 1
    assert len(lines) < 8, "nothing is said each second"
    assert "Traceback" not in run.said()


def await_worker(data: Path) -> None:
    """Wait for the worker's first sign of life: the pages answer before it does."""
    with database(data).connect() as connection:
        until = time.monotonic() + 60
        while not connection.execute("SELECT count(*) FROM worker_sign").fetchone()[0]:
            assert time.monotonic() < until, "no worker works"
            time.sleep(0.05)


def database(data: Path) -> embedded.Server:
    server = embedded.find(data / "postgres")
    assert server is not None
    return server


def postmaster(data: Path) -> int:
    server = database(data)
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])
