"""Where a sub-command gets its database from."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.errors import ServerProblem
from db.reach import check_reachable
from db.server import Server, find, start
from settings import Settings


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


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """Give the database's address for one short command; a server started for it is stopped again."""
    url, server = open_database(settings)
    try:
        yield url
    finally:
        if server:
            server.stop()
