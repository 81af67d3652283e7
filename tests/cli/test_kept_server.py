"""The embedded server of ``tongban run`` stands again after its death, and it is said once."""

import itertools
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cli import kept_server
from cli.kept_server import KeptServer
from db.errors import ServerProblem
from db.server import Server, find, start

# Each starts a server of its own.
pytestmark = pytest.mark.slow
ENDED, BACK = "The database ended; starting it again.", "The database is back."


@pytest.fixture
def cluster(data_root: Path, request: pytest.FixtureRequest) -> Path:
    return data_root / f"kept-{abs(hash(request.node.nodeid))}" / "postgres"


@pytest.fixture
def server(cluster: Path) -> Iterator[Server]:
    made = start(cluster, durable=False)
    yield made
    assert find(cluster) is None, "a server was left behind"


def look_until(kept: KeptServer, met: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not met():
        kept.look_after()
        assert time.monotonic() < until, "it did not come about in time"
        time.sleep(0.05)


def gone(server: Server) -> None:
    until = time.monotonic() + 10
    while server.alive():
        assert time.monotonic() < until
        time.sleep(0.01)


def postmaster(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def test_a_killed_server_stands_again_with_its_data_and_its_address(
    cluster: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = KeptServer(cluster, server)
    with server.connect() as connection:
        connection.execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)")
        connection.execute("CHECKPOINT")
    try:
        kept.look_after()
        assert capsys.readouterr().err == ""
        for _ in range(2):
            os.kill(postmaster(server), signal.SIGKILL)
            gone(server)
            look_until(kept, server.alive)
            with server.connect() as connection:
                assert connection.execute("SELECT n FROM kept").fetchone() == (1,)
            kept.look_after()
            assert capsys.readouterr().err.splitlines() == [ENDED, BACK]
    finally:
        kept.stop()


def test_a_server_that_cannot_start_is_tried_less_and_less_often_and_told_once(
    cluster: Path, server: Server, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[float] = []

    def refuse(_: Path) -> Server:
        tried.append(time.monotonic())
        raise ServerProblem("start_failed", "no space left on device")

    monkeypatch.setattr(kept_server, "FIRST_S", 0.2)
    monkeypatch.setattr(kept_server, "start", refuse)
    kept = KeptServer(cluster, server)
    server.stop()
    look_until(kept, lambda: len(tried) == 4)
    first, second, third = (later - sooner for sooner, later in itertools.pairwise(tried))
    assert first < second < third
    said = [ENDED, "The embedded database did not start: no space left on device"]
    assert capsys.readouterr().err.splitlines() == said

    monkeypatch.setattr(kept_server, "start", lambda folder: start(folder, durable=False))
    look_until(kept, server.alive)
    assert capsys.readouterr().err.splitlines() == [BACK]
    kept.stop()
