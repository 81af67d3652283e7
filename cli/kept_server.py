"""The embedded PostgreSQL of ``tongban run``: started again when it dies, after pauses that grow."""

import time
from pathlib import Path

import click

from cli.problems import sentence
from db.errors import DatabaseProblem
from db.server import Server, start

FIRST_S, LONGEST_S = 0.5, 30.0
"""The pause after the first attempt to start it, and the longest; each is twice the one before."""
CALM_S = 60.0
"""A server that lived so long has recovered: its next death is the first one again."""


class KeptServer:
    """The embedded server that this process started, and whatever stands in its place after its death.

    Parameters
    ----------
    cluster
        The folder it was started in.
    """

    def __init__(self, cluster: Path, server: Server) -> None:
        self._cluster = cluster
        self._server = server
        self._attempt, self._pause = time.monotonic(), 0.0
        self._said: set[str] = set()

    def look_after(self) -> None:
        """Start it again if it died and the pause is over; what goes on is said once."""
        now = time.monotonic()
        if self._lives():
            return
        self._say("The database ended; starting it again.")
        if now - self._attempt > CALM_S + self._pause:
            self._pause = 0.0
        if now - self._attempt >= self._pause:
            self._pause = min(max(FIRST_S, 2 * self._pause), LONGEST_S)
            self._start()

    def stop(self) -> None:
        """Stop it, if this process started it."""
        self._server.stop()

    def _lives(self) -> bool:
        # Another command of ours may have been faster; its server ends with it.
        process = self._server.process
        return process.poll() is None if process else self._server.alive()

    def _start(self) -> None:
        try:
            self._server = start(self._cluster)
        except DatabaseProblem as problem:
            self._say(sentence(problem))
        else:
            click.echo("The database is back.", err=True)
            self._said.clear()
        self._attempt = time.monotonic()

    def _say(self, words: str) -> None:
        if words not in self._said:
            click.echo(words, err=True)
            self._said.add(words)
