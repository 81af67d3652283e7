"""Web server and worker that are started before their database wait for it, and say so once."""

import dataclasses
import itertools
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from cli import database
from cli.database import awaited_database
from cli.ready import answers
from db.errors import BadDatabaseUrl, DatabaseAway, ServerProblem
from db.migrate import upgrade
from db.server import start
from settings import Settings
from tests.conftest import make_settings
from tests.live_server import ROOT, environment_of, free_port

PATIENCE_S = 60.0
WAITS = "waiting for the database"


@contextmanager
def started(settings: Settings, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    log = settings.data / f"{words[0]}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", *words],
            env=environment_of(settings) | {"TONGBAN_LOG": "warning"},
            cwd=ROOT,
            stdout=out,
            stderr=out,
        )
        try:
            yield process, log
        finally:
            process.terminate()
            process.wait(20)


@pytest.mark.slow
def test_web_server_and_worker_wait_for_a_database_that_is_not_there_yet(data_root: Path) -> None:
    folder = data_root / "waiting"
    server = start(folder / "postgres", durable=False)
    upgrade(server.url())
    server.stop()
    settings = dataclasses.replace(
        make_settings(folder, server.url()), port=free_port(), worker_port=free_port()
    )
    with (
        started(settings, "worker") as (worker, worker_log),
        started(settings, "web") as (web, web_log),
    ):
        until(lambda: all(WAITS in log.read_text() for log in (worker_log, web_log)))
        time.sleep(4)
        assert (worker.poll(), web.poll()) == (None, None), worker_log.read_text() + web_log.read_text()
        server = start(folder / "postgres", durable=False)
        try:
            until(lambda: answers(settings.host, settings.port))
            with server.connect("tongban") as connection:
                until(lambda: connection.execute("SELECT count(*) FROM worker_sign").fetchone() == (1,))
        finally:
            worker.terminate()
            worker.wait(30)
            web.terminate()
            web.wait(30)
            server.stop()
    for log in (worker_log, web_log):
        waited = [line for line in log.read_text().splitlines() if WAITS in line]
        assert len(waited) == 1, log.read_text()


def until(met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not met():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.1)


def test_a_server_that_recovers_is_waited_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """PostgreSQL answers 57P03 while it recovers: here its own words, at each of the first tries."""
    words = b"SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"
    reached: list[float] = []

    def answer(listener: socket.socket) -> None:
        for _ in range(3):
            peer, _ = listener.accept()
            with peer:
                peer.recv(1024)
                peer.sendall(b"E" + (len(words) + 4).to_bytes(4, "big") + words)
                reached.append(time.monotonic())
        listener.close()

    monkeypatch.setattr(database, "FIRST_S", 0.2)
    monkeypatch.setattr(database, "PATIENCE_S", 1.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"postgresql+psycopg://x:y@127.0.0.1:{listener.getsockname()[1]}/x?sslmode=disable&gssencmode=disable"
        thread = Thread(target=answer, args=(listener,))
        thread.start()
        with pytest.raises(DatabaseAway):
            awaited_database(make_settings(tmp_path, url))
        thread.join()
    pauses = [later - sooner for sooner, later in itertools.pairwise(reached)]
    assert len(pauses) == 2
    assert pauses[1] > 1.5 * pauses[0], "it tries less and less often"


@pytest.mark.slow
def test_who_is_not_let_in_hears_it_at_once(data_root: Path, tmp_path: Path) -> None:
    server = start(data_root / "refusing" / "postgres", durable=False)
    host = f"host={server.sockets}"
    try:
        with server.connect("postgres") as connection:
            connection.execute("CREATE ROLE hall LOGIN PASSWORD 'right'")
            rules = server.data / "pg_hba.conf"
            rules.write_text(f"local all hall scram-sha-256\n{rules.read_text()}")
            connection.execute("SELECT pg_reload_conf()")
        until(lambda: refusal(f"postgresql+psycopg://hall:right@/postgres?{host}", tmp_path) is None)
        for address, words in {
            "hall:wrong@/postgres": "password authentication failed",
            "hall@/postgres": "no password supplied",
            "hall:right@/nowhere": 'database "nowhere" does not exist',
            "tongban@/nowhere": 'database "nowhere" does not exist',
            "nobody@/postgres": 'role "nobody" does not exist',
        }.items():
            began = time.monotonic()
            assert words in str(refusal(f"postgresql+psycopg://{address}?{host}", tmp_path))
            assert time.monotonic() - began < 5
    finally:
        server.stop()


def refusal(url: str, folder: Path) -> str | None:
    """Return why a process that would wait for its database gives up; None if it is let in."""
    try:
        awaited_database(make_settings(folder, url))
    except DatabaseAway:
        return "waited for"
    except BadDatabaseUrl as problem:
        return problem.detail
    return None


@pytest.mark.slow
def test_a_server_without_room_is_waited_for(
    data_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("max_connections=4", "superuser_reserved_connections=3", "max_wal_senders=0")
    server = start(data_root / "crowded" / "postgres", durable=False, options=options)
    monkeypatch.setattr(database, "PATIENCE_S", 0.5)
    try:
        with server.connect("postgres") as first:
            first.execute("CREATE ROLE hall LOGIN")
            with pytest.raises(DatabaseAway):
                awaited_database(
                    make_settings(tmp_path, f"postgresql+psycopg://hall@/postgres?host={server.sockets}")
                )
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("url", "problem"),
    [("postgresql+psycopg://x@127.0.0.1:5432/x?no_such_option=1", BadDatabaseUrl), (None, ServerProblem)],
)
def test_what_waiting_cannot_mend_is_said_at_once(tmp_path: Path, url: str | None, problem: type) -> None:
    began = time.monotonic()
    with pytest.raises(problem):
        awaited_database(dataclasses.replace(make_settings(tmp_path, ""), database_url=url))
    assert time.monotonic() - began < 5
