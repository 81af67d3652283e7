"""A web server of its own process for a benchmark, the same granian as in ``tongban web``."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from cli.ready import answers
from cli.web import granian
from db.embedded.children import die_with_parent

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Web:
    """A server that answers; `process` is granian's main one."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        """Its address without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    def cpu_seconds(self) -> float:
        """Return user and system time of the server's processes so far."""
        return cpu_seconds([self.process.pid, *_children(self.process.pid)])


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return user and system time of some processes so far."""
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(factory: str, environment: Mapping[str, str], workers: int = 1) -> Iterator[Web]:
    """Run `factory` (``module:function``) and wait until ``/health`` answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [*granian(HOST, port, workers)[:-1], factory]
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        start_new_session=True,
        preexec_fn=die_with_parent(),
    )
    try:
        while not answers(HOST, port):
            if process.poll() is not None:
                raise RuntimeError(f"{factory} did not start")
            time.sleep(0.05)
        yield Web(port, process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _stat(pid: int) -> list[str]:
    # The name in parentheses may hold blanks; the fields count from behind it.
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="utf-8") as file:
        return [int(word) for word in file.read().split()]
