"""Count what the server was asked, from the server's own log."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db.server import Server

_ASKED = re.compile(r"LOG:  (?:statement|execute [^:]+):\s+(\w+)")
_FRAME = {"BEGIN", "COMMIT", "ROLLBACK", "START"}


@dataclass
class Count:
    """What was counted, complete once the block has ended; BEGIN and COMMIT are no statements."""

    statements: int = 0
    commits: int = 0


@contextmanager
def counting(server: Server) -> Iterator[Count]:
    """Count the statements and commits of every connection while the block runs.

    The switch itself is not counted; nothing else may work on the server meanwhile.
    """
    log = server.data.with_name(f"{server.data.name}.log")
    _switch(server, "all")
    start = log.stat().st_size
    count = Count()
    yield count
    words = _words(log, start)
    _switch(server, "none")
    count.commits = words.count("COMMIT")
    count.statements = sum(1 for word in words if word not in _FRAME)


def _words(log: Path, start: int) -> list[str]:
    with log.open("rb") as file:
        file.seek(start)
        return [word.upper() for word in _ASKED.findall(file.read().decode(errors="replace"))]


def _switch(server: Server, what: str) -> None:
    with server.connect("postgres") as connection:
        connection.execute(f"ALTER SYSTEM SET log_statement = '{what}'")
        connection.execute("SELECT pg_reload_conf()")
    # Every backend reads the setting before its next statement, once the signal has reached it.
    time.sleep(0.3)
