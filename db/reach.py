"""See that DATABASE_URL names a PostgreSQL that can be used, before anything depends on it."""

import psycopg
from sqlalchemy.exc import ArgumentError

from db.address import conninfo
from db.errors import BadDatabaseUrl, DatabaseAway

OLDEST = 150000

_BUSY = ("too many", "connection slots", "the database system is", "Connection refused", "timeout expired")
_NEVER = (
    "authentication failed",
    "does not exist",
    "no pg_hba.conf entry",
    "is not permitted",
    "permission denied",
)


def check_reachable(url: str, patience: int = 5) -> None:
    """Connect once and look at the server.

    Parameters
    ----------
    patience
        Seconds to wait for an answer.

    Raises
    ------
    BadDatabaseUrl
        ``unreachable``, ``too_old`` or ``wrong_encoding``; no password is ever in its detail. `DatabaseAway`
        where waiting may help: nobody answers, or the server starts, recovers or has no room just now.
    """
    try:
        with psycopg.connect(conninfo(url), connect_timeout=patience) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except (ArgumentError, ValueError, psycopg.ProgrammingError) as problem:
        raise BadDatabaseUrl("unreachable", "the address cannot be read") from problem
    except psycopg.OperationalError as problem:
        kind = BadDatabaseUrl if _is_refused(problem) else DatabaseAway
        raise kind("unreachable", _reason(problem)) from problem
    except psycopg.Error as problem:
        raise BadDatabaseUrl("unreachable", _reason(problem)) from problem
    if version < OLDEST:
        raise BadDatabaseUrl("too_old", str(version // 10000))
    if encoding != "UTF8":
        raise BadDatabaseUrl("wrong_encoding", str(encoding))


def _is_refused(problem: psycopg.OperationalError) -> bool:
    """Say whether the server has heard us and will not let us in, however long we wait.

    The driver gives no code for a connection that was not made, and a server may speak another language: that
    a password was asked for tells most, a server that trusts whoever comes is known by its English words.
    """
    words = str(problem)
    if any(busy in words for busy in _BUSY):
        return False
    asked = problem.pgconn is not None and (problem.pgconn.used_password or problem.pgconn.needs_password)
    return asked or any(never in words for never in _NEVER)


def _reason(problem: psycopg.Error) -> str:
    lines = str(problem).strip().splitlines()
    return lines[-1].removeprefix("- ").strip() if lines else type(problem).__name__
