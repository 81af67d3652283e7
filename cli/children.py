"""The processes of ``tongban run``: none outlives it, and one that dies is started again."""

import contextlib
import os
import signal
import subprocess
import time
from types import TracebackType

import click

from cli.ending import check, later
from cli.kept_server import KeptServer
from db.embedded.children import die_with_parent

# Five deaths within a minute are no accident.
_DEATHS, _WINDOW = 5, 60.0
_PATIENCE = 8.0


class Child:
    """One process of ours, in a session of its own, so that Ctrl-C reaches only us."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._command = command
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self._deaths: list[float] = []

    def start(self) -> None:
        """Start it; it dies when we do, however we die."""
        with later():
            self._process = subprocess.Popen(
                self._command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def dead(self) -> bool:
        """Tell whether it ended."""
        return self._process is not None and self._process.poll() is not None

    def restart(self) -> None:
        """Start it again after it died.

        Raises
        ------
        click.ClickException
            When it dies again and again.
        """
        now = time.monotonic()
        self._deaths = [*(at for at in self._deaths if now - at < _WINDOW), now]
        if len(self._deaths) >= _DEATHS:
            raise click.ClickException(f"The {self.name} ends again and again; what it wrote stands above.")
        click.echo(f"The {self.name} ended; starting it again.", err=True)
        # Whatever it had started keeps the port.
        self._signal_group(signal.SIGKILL)
        self.start()

    def ask_to_end(self) -> None:
        """Send SIGTERM: running requests and jobs may finish."""
        if self._process and not self.dead():
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic seconds), then kill what is left of it."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        self._signal_group(signal.SIGKILL)
        self._process.wait()

    def _signal_group(self, number: signal.Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)


class Children:
    """All of them, started in order and ended in reverse; the database beside them is looked after too."""

    def __init__(self, *children: Child, server: KeptServer | None = None) -> None:
        self._children = children
        self._server = server

    def __enter__(self) -> "Children":
        with later():
            for child in self._children:
                child.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        deadline = time.monotonic() + _PATIENCE
        for child in reversed(self._children):
            child.ask_to_end()
        for child in reversed(self._children):
            child.end(deadline)

    def look_after(self) -> None:
        """Start again what died; raise `cli.ending.Ended` where a signal to end was lost."""
        check()
        if self._server:
            self._server.look_after()
        for child in self._children:
            if child.dead():
                child.restart()

    def watch(self) -> None:
        """Look after them for ever; only a signal ends this."""
        while True:
            self.look_after()
            time.sleep(0.5)
