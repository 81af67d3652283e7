"""The embedded PostgreSQL: a private server from the wheel's programs, one per data folder.

The wheel's own ``get_server()`` is not used: it fails on a path with a space, hands out a dead
server's address, and as root opens private parent folders to everybody.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from db.embedded.account import Account, plain_environment, server_account
from db.embedded.binaries import binaries
from db.embedded.children import die_with_parent
from db.embedded.cluster import SUPERUSER, clear_stale_pid, last_line, make_cluster
from db.embedded.folders import data_folder, socket_folder
from db.embedded.memory import memory_settings
from db.errors import ServerProblem

DATABASE = "tongban"
_PATIENCE = 60.0

_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_SMALL = ("shared_buffers=128MB",)


@dataclass(frozen=True)
class Server:
    """A running embedded server.

    Attributes
    ----------
    data, sockets
        The folder of the cluster, and the folder of its socket.
    process
        The server's process where this call started it, ``None`` where it ran already.
    """

    data: Path
    sockets: Path
    process: subprocess.Popen[bytes] | None

    def url(self, database: str = DATABASE) -> str:
        """Return SQLAlchemy's address of one of its databases."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.sockets}"

    def connect(self, database: str = DATABASE) -> psycopg.Connection:
        """Open a driver connection in autocommit."""
        return _connect(self.sockets, database)

    def alive(self) -> bool:
        """Tell whether the server answers."""
        return _answering(self.sockets, self.data)

    def stop(self, patience: float = 20.0) -> None:
        """Stop the server if this call started it, and wait for it; connections are closed."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(patience)


def start(wanted: Path, *, durable: bool = True, options: tuple[str, ...] = ()) -> Server:
    """Start the server of the data folder `wanted`, or find it running.

    Parameters
    ----------
    wanted
        Folder of the cluster; made where it is missing. As root it may be put elsewhere, see
        :func:`db.embedded.folders.data_folder`.
    durable
        ``False`` only for tests: a crash of the machine may then lose data.
    options
        More settings of the server, each ``name=value``.

    Raises
    ------
    ServerProblem
        With a code and the line of the server's log that explains it.
    """
    account = server_account()
    data = data_folder(wanted.absolute(), account)
    with _alone(data):
        sockets = socket_folder(data, account)
        if _answering(sockets, data):
            return Server(data, sockets, None)
        programs = binaries(account)
        make_cluster(data, programs, account, durable=durable)
        _wait_for_the_last_one(data)
        clear_stale_pid(data)
        settings = options if durable else (*_UNSAFE, *_SMALL, *options)
        process = _launch(data, sockets, programs, account, settings)
        server = Server(data, sockets, process)
        _wait_until_ready(server)
        _make_database(server)
    return server


def find(wanted: Path) -> Server | None:
    """Return the server of the data folder `wanted` if it runs; nothing is made or started."""
    account = server_account()
    data = data_folder(wanted.absolute(), account)
    sockets = socket_folder(data, account)
    return Server(data, sockets, None) if _answering(sockets, data) else None


def is_coming(wanted: Path) -> bool:
    """Tell whether the server of the data folder runs, though it may not answer yet."""
    return _postmaster_lives(data_folder(wanted.absolute(), server_account()))


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Hold the lock file of the data folder: two starts at once must not make two servers."""
    lock = os.open(data.with_name(f"{data.name}.lock"), os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _log(data: Path) -> Path:
    return data.with_name(f"{data.name}.log")


def _launch(
    data: Path, sockets: Path, programs: Path, account: Account, settings: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(sockets), "-h", ""]
    always = ("max_connections=200", "timezone=UTC", "log_timezone=UTC")
    for setting in (*always, *memory_settings(), *settings):
        command += ["-c", setting]
    with _log(data).open("wb") as log:
        return subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=plain_environment(),
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGINT),
            **account.popen_arguments(),
        )


def _connect(sockets: Path, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=str(sockets), user=SUPERUSER, dbname=database, autocommit=True, connect_timeout=5
    )


def _answering(sockets: Path, data: Path) -> bool:
    """Tell whether the server behind the socket is the one of this data folder."""
    try:
        with _connect(sockets, "postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.Error:
        return False
    return row is not None and os.path.realpath(row[0]) == os.path.realpath(data)


def _wait_for_the_last_one(data: Path, patience: float = 15.0) -> None:
    """Wait while a server that was told to stop, or lost its parent, still shuts down."""
    deadline = time.monotonic() + patience
    while _postmaster_lives(data) and time.monotonic() < deadline:
        time.sleep(0.05)


def _postmaster_lives(data: Path) -> bool:
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return False
    return os.fsencode(data) in words


def _wait_until_ready(server: Server) -> None:
    process = server.process
    deadline = time.monotonic() + _PATIENCE
    while not server.alive():
        if process is None or process.poll() is not None or time.monotonic() > deadline:
            server.stop()
            text = _log(server.data).read_text(errors="replace")
            raise ServerProblem("start_failed", last_line(text))
        time.sleep(0.02)


def _make_database(server: Server) -> None:
    with server.connect("postgres") as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,))
        if found.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
