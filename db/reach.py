"""See that DATABASE_URL names a PostgreSQL that can be used, before anything depends on it."""

import psycopg
from sqlalchemy.exc import ArgumentError

from db.address import conninfo
from db.errors import BadDatabaseUrl, DatabaseAway

OLDEST = 150000


def check_reachable(url: str, patience: int = 5) -> None:
    """Connect once and look at the server.

    Parameters
    ----------
    patience
        Seconds to wait for an answer.

    Raises
    ------
    BadDatabaseUrl
        ``unreachable``, ``too_old`` or ``wrong_encoding``; no password is ever in its detail.
    """
    try:
        with psycopg.connect(conninfo(url), connect_timeout=patience) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except (ArgumentError, ValueError, psycopg.ProgrammingError) as problem:
        raise BadDatabaseUrl("unreachable", "the address cannot be read") from problem
    except psycopg.OperationalError as problem:
        raise DatabaseAway("unreachable", _reason(problem)) from problem
    except psycopg.Error as problem:
        raise BadDatabaseUrl("unreachable", _reason(problem)) from problem
    if version < OLDEST:
        raise BadDatabaseUrl("too_old", str(version // 10000))
    if encoding != "UTF8":
        raise BadDatabaseUrl("wrong_encoding", str(encoding))


def _reason(problem: psycopg.Error) -> str:
    lines = str(problem).strip().splitlines()
    return lines[-1].removeprefix("- ").strip() if lines else type(problem).__name__
