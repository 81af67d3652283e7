"""The embedded server starts wherever a checkout may lie, once, and comes back after any death."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db import server as embedded
from db.embedded.account import server_account
from db.embedded.cluster import clear_stale_pid
from db.embedded.folders import SYSTEM_FOLDER, data_folder, socket_folder
from db.errors import ServerProblem
from db.server import Server

# Each starts processes of its own.
pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(data_root: Path) -> Iterator[Callable[..., Server]]:
    """Start servers in folders of this test; every one is stopped afterwards."""
    started: list[Server] = []

    def begin(name: str, *, durable: bool = False) -> Server:
        folder = data_root / name
        folder.mkdir(parents=True, exist_ok=True)
        for parent in (folder, *folder.parents):
            if data_root in parent.parents:
                parent.chmod(0o755)
        found = embedded.start(folder / "postgres", durable=durable)
        started.append(found)
        return found

    yield begin
    for each in started:
        each.stop()


def answer(server: Server) -> object:
    with server.connect() as connection:
        row = connection.execute("SELECT 1").fetchone()
    return row and row[0]


@pytest.mark.parametrize("name", ["two words", "通办 学校", "long/" + "x" * 120, "quote'and\"more"])
def test_server_starts_when_the_path_is_unusual(start: Callable[..., Server], name: str) -> None:
    assert answer(start(name)) == 1


def test_second_start_finds_the_first(start: Callable[..., Server]) -> None:
    first, second = start("one"), start("one")
    assert second.process is None
    assert second.url() == first.url()
    second.stop()
    assert answer(first) == 1


def test_two_checkouts_have_two_servers(start: Callable[..., Server]) -> None:
    first, second = start("left"), start("right")
    assert first.sockets != second.sockets
    with first.connect() as connection:
        connection.execute("CREATE TABLE only_here ()")
    with second.connect() as connection:
        assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)


def test_data_is_there_again_when_the_server_was_killed(start: Callable[..., Server]) -> None:
    first = start("killed", durable=True)
    with first.connect() as connection:
        connection.execute("CREATE TABLE kept ()")
    assert first.process is not None
    first.process.kill()
    first.process.wait()
    with start("killed", durable=True).connect() as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == ("kept",)


def test_server_starts_when_a_stranger_has_its_old_number(start: Callable[..., Server]) -> None:
    first = start("stranger")
    pid_file = first.data / "postmaster.pid"
    text = pid_file.read_text()
    first.stop()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        pid_file.write_text("\n".join([str(stranger.pid), *text.split("\n")[1:]]))
        os.chown(pid_file, server_account().uid, server_account().gid)
        assert answer(start("stranger")) == 1
        stranger.kill()


def test_number_of_a_living_server_is_left_alone(start: Callable[..., Server]) -> None:
    running = start("living")
    clear_stale_pid(running.data)
    assert (running.data / "postmaster.pid").exists()


def test_server_dies_with_the_process_that_started_it(data_root: Path) -> None:
    data = data_root / "orphan" / "postgres"
    data.parent.mkdir()
    data.parent.chmod(0o755)
    code = "import sys; from pathlib import Path; from db import server; import os, time\n"
    code += (
        "s = server.start(Path(sys.argv[1]), durable=False); print(s.process.pid, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    wait_until_gone(pid)
    assert embedded.find(data) is None


def wait_until_gone(pid: int) -> None:
    handle = os.pidfd_open(pid)
    assert select.select([handle], [], [], 10)[0], "the server outlived its parent"
    os.close(handle)


def test_folder_that_somebody_else_made_is_refused(data_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(data_root))
    account = server_account()
    folder = socket_folder(data_root / "victim", account)
    folder.chmod(0o777)
    with pytest.raises(ServerProblem, match="socket_folder_taken"):
        socket_folder(data_root / "victim", account)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes to another user")
def test_private_parent_stays_private_and_data_goes_elsewhere(data_root: Path) -> None:
    private = data_root / "private"
    private.mkdir(mode=0o700)
    found = data_folder(private / "data" / "postgres", server_account())
    assert SYSTEM_FOLDER in found.parents
    assert private.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_ordinary_user_can_start_it(data_root: Path) -> None:
    home = data_root / "home"
    home.mkdir()
    account = server_account()
    os.chown(home, account.uid, account.gid)
    code = "import sys; from pathlib import Path; from db import server\n"
    code += "s = server.start(Path(sys.argv[1]), durable=False); print(s.alive()); s.stop()"
    python = str(Path(sys.executable))
    if not account.may_enter(Path(python).resolve().parent) or not account.may_enter(ROOT):
        pytest.skip("this checkout lies where no other user gets")
    said = subprocess.run(
        [python, "-c", code, str(home / "postgres")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        **account.popen_arguments(),
    )
    assert said.stdout == "True\n", said.stderr
