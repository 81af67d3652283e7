"""The program as it runs: web servers, workers and a database, each of which may be killed at any moment."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench.web import HOST
from cli.ready import answers
from cli.web import granian
from db.embedded.children import die_with_parent
from db.server import Server, start


@dataclass
class Process:
    """One of the program's processes with its children, in a session of its own."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    handle: subprocess.Popen[bytes] | None = None
    began: float = 0.0

    def start(self) -> None:
        """Start it; it cannot outlive the rounds."""
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            self.handle = subprocess.Popen(
                self.command,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def is_dead(self) -> bool:
        """Tell whether it ended."""
        return self.handle is None or self.handle.poll() is not None

    def kill(self, *, whole: bool) -> None:
        """Kill -9 it, with its children or without."""
        if self.handle is not None:
            kill9(self.handle, whole=whole)


@dataclass
class Program:
    """Everything that runs; to be used from one thread: what a thread has started dies with it.

    Attributes
    ----------
    ended
        How often each of them ended without having been killed: without a database for instance.
    """

    folder: Path
    options: tuple[str, ...] = ()
    processes: list[Process] = field(default_factory=list)
    ended: Counter[str] = field(default_factory=Counter)
    server: Server = field(init=False)

    def __post_init__(self) -> None:
        self.server = start(self.folder / "postgres", options=self.options)

    def run(self, environment: dict[str, str], web: int, workers: int) -> list[str]:
        """Start web servers and workers; give the addresses of the servers once all answer."""
        ports = [_free_port() for _ in range(web)]
        for number, port in enumerate(ports):
            self._add(f"web {number}", granian(HOST, port, 1), environment)
        for number in range(workers):
            self._add(f"worker {number}", [sys.executable, "-m", "cli", "worker"], environment)
        self.wait(lambda: all(answers(HOST, port) for port in ports), 60)
        return [f"http://{HOST}:{port}" for port in ports]

    def wait(self, is_over: Callable[[], bool], patience_s: float) -> None:
        """Wait until something is over, and start again whatever dies meanwhile."""
        until = time.monotonic() + patience_s
        while not is_over():
            if time.monotonic() > until:
                raise TimeoutError("it took too long")
            self.look_after()
            time.sleep(0.05)

    def look_after(self) -> None:
        """Start again what died, as a service manager does: never more than twice a second."""
        for process in self.processes:
            if process.is_dead() and time.monotonic() > process.began + 0.5:
                self.ended[process.name.split()[0]] += 1
                process.kill(whole=True)
                process.start()

    def kill(self, name: str, *, whole: bool) -> None:
        """Kill -9 one of them and start it again; ``database`` is the database."""
        if name == "database":
            assert self.server.process is not None
            kill9(self.server.process, whole=whole)
            self.server = start(self.folder / "postgres", options=self.options)
            return
        process = next(one for one in self.processes if one.name == name)
        process.kill(whole=whole)
        process.start()

    def close(self) -> None:
        """End everything."""
        for process in self.processes:
            process.kill(whole=True)
        self.server.stop()

    def _add(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        process = Process(name, command, environment, self.folder / f"{name.replace(' ', '-')}.log")
        process.start()
        self.processes.append(process)


def kill9(process: subprocess.Popen[bytes], *, whole: bool) -> None:
    """Kill a process, or its whole session, and wait for it."""
    with suppress(ProcessLookupError):
        if whole:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            os.kill(process.pid, signal.SIGKILL)
    process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
