"""The program as it runs for people, for tests that need whole processes: web server and worker."""

import dataclasses
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.children import Child, Children
from cli.demo import load_demo
from cli.ready import answers
from cli.web import granian
from settings import Settings

ROOT = Path(__file__).parents[1]


def free_port() -> int:
    """Return a port of this machine that nobody listens on.

    It lies below those that the system gives to outgoing connections: one of these could take it, or a test
    of another process that asks at the same moment, before a server of ours does.
    """
    while True:
        port = random.SystemRandom().randrange(10_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


@dataclasses.dataclass
class LiveServer:
    """A web server of its own processes over a database that is there already.

    Attributes
    ----------
    url
        Its address without a slash at the end.
    log
        What web server and worker wrote.
    """

    settings: Settings
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.settings)

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = granian(self.settings.host, self.settings.port, 1)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while not answers(self.settings.host, self.settings.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(self.log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """Kill -9 the web server, its workers included, as a power cut would."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """End it as the supervisor does."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment that gives a process of the program these settings."""
    return {
        **os.environ,
        "DATABASE_URL": settings.database_url or "",
        "TONGBAN_DATA": str(settings.data),
        "TONGBAN_PORT": str(settings.port),
    }


def keep_keys(settings: Settings) -> None:
    """Put the keys of `settings` where a process of the program looks for them."""
    folder = settings.data / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in ("session_key", "record_key", "vault_key"):
        (folder / name).write_bytes(getattr(settings, name))


@contextmanager
def running(settings: Settings, *, demo: bool = True, worker: bool = True) -> Iterator[LiveServer]:
    """Run web server and worker over the database of `settings`, with the demo campus in it."""
    keep_keys(settings)
    if demo:
        load_demo(settings)
    server = LiveServer(
        dataclasses.replace(settings, port=free_port()), settings.data / f"live-{os.urandom(4).hex()}.log"
    )
    children = (
        [Child("worker", [sys.executable, "-m", "cli", "worker"], server.environment)] if worker else []
    )
    with Children(*children):
        server.start()
        try:
            yield server
        finally:
            server.stop()
