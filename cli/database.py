"""Where a sub-command gets its database from."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from cli.problems import sentence
from db.errors import DatabaseAway, DatabaseProblem, ServerProblem
from db.reach import check_reachable
from db.server import Server, find, is_coming, start
from settings import Settings

PATIENCE_S = 15 * 60.0
"""How long a process that serves waits for its database; a machine that recovers needs minutes."""
FIRST_S, LONGEST_S = 0.5, 8.0

_log = logging.getLogger(__name__)


def open_database(settings: Settings) -> tuple[str, Server | None]:
    """Return the address of a database that answers, and the embedded server where it is one.

    Raises
    ------
    DatabaseProblem
        Where neither DATABASE_URL nor the embedded server can be used.
    """
    if settings.database_url:
        check_reachable(settings.database_url)
        return settings.database_url, None
    server = start(settings.cluster)
    return server.url(), server


def running_database(settings: Settings) -> str:
    """Return the address of a database that runs already; nothing is started.

    Raises
    ------
    DatabaseProblem
        Where DATABASE_URL cannot be used, or is not set and no embedded server runs.
    """
    if settings.database_url:
        check_reachable(settings.database_url)
        return settings.database_url
    server = find(settings.cluster)
    if server is None:
        raise ServerProblem("not_running")
    return server.url()


def awaited_database(settings: Settings) -> str:
    """Do as :func:`running_database`, but wait for a server that starts, recovers, or is not there yet.

    Whoever starts a machine starts everything at once; a log of a line a second would hide the rest.

    Raises
    ------
    DatabaseProblem
        Where waiting cannot help, or has not within `PATIENCE_S`.
    """
    deadline, pause, told = time.monotonic() + PATIENCE_S, FIRST_S, False
    while True:
        try:
            url = running_database(settings)
        except DatabaseProblem as problem:
            if not _may_come(settings, problem) or time.monotonic() > deadline:
                raise
            if not told:
                _log.warning("waiting for the database: %s", sentence(problem))
            told = True
        else:
            if told:
                _log.warning("the database is there")
            return url
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_S)


def _may_come(settings: Settings, problem: DatabaseProblem) -> bool:
    return isinstance(problem, DatabaseAway) or (not settings.database_url and is_coming(settings.cluster))


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Give the database's address for one short command; a server started for it is stopped again."""
    url, server = open_database(settings)
    try:
        yield url
    finally:
        if server:
            server.stop()
