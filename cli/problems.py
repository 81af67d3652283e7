"""What goes wrong before the program runs, as one sentence for the person who started it."""

from sqlalchemy.exc import SQLAlchemyError

from db.errors import DatabaseProblem
from settings import SettingsProblem

_DAYS = "{name} must be a number of days from 0 (never) to 36500, not {{value!r}}."
_SETTINGS = {
    **{f"TONGBAN_{of}_DAYS": _DAYS.format(name=f"TONGBAN_{of}_DAYS") for of in ("DRAFT", "FATE", "LOOK")},
    "TONGBAN_ADDRESS": "TONGBAN_ADDRESS must look like https://hall.example.edu, not {value!r}.",
    "TONGBAN_LOG": "TONGBAN_LOG must be info or warning, not {value!r}.",
    "TONGBAN_PORT": "TONGBAN_PORT must be a number from 1 to 65535, not {value!r}.",
    "TONGBAN_WORKER_PORT": "TONGBAN_WORKER_PORT must be a number from 1 to 65535, not {value!r}.",
    "TONGBAN_METRICS_TOKEN": "TONGBAN_METRICS_TOKEN must have 16 characters or more, without spaces.",
    "TONGBAN_DATA": "TONGBAN_DATA names a folder that cannot be written: {value}",
    "DATABASE_URL": "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
}

_DATABASE = {
    "unreachable": "DATABASE_URL names a PostgreSQL server that does not let us in: {detail}",
    "too_old": "DATABASE_URL names PostgreSQL {detail}; tongban needs PostgreSQL 15 or newer.",
    "wrong_encoding": "The database that DATABASE_URL names has the encoding {detail}; tongban needs UTF8.",
    "not_running": "No database: set DATABASE_URL, or start the whole program with `tongban run`.",
    "cannot_switch_user": "As root the embedded database must run as the user {detail}, which this system "
    "does not allow; start tongban as an ordinary user, or set DATABASE_URL.",
    "no_system_user": "As root the embedded database needs a system user and none could be made; start "
    "tongban as an ordinary user, or set DATABASE_URL.",
    "no_binaries": "The package {detail} with the embedded database is not installed; set DATABASE_URL.",
    "initdb_failed": "The embedded database could not be made: {detail}",
    "start_failed": "The embedded database did not start: {detail}",
    "other_version": "The data folder is of another version of the embedded database ({detail}).",
    "socket_folder_taken": "The folder {detail} belongs to somebody else; remove it, or set TMPDIR.",
}


def sentence(problem: Exception) -> str:
    """Return one clear sentence; for what nobody foresaw, its kind and its first line."""
    if isinstance(problem, SettingsProblem):
        return _SETTINGS[problem.name].format(value=problem.value)
    if isinstance(problem, DatabaseProblem):
        return _DATABASE[problem.code].format(detail=problem.detail)
    if isinstance(problem, SQLAlchemyError):
        problem = getattr(problem, "orig", None) or problem
    first = next(iter(str(problem).strip().splitlines()), "")
    return f"{type(problem).__name__}: {first}" if first else type(problem).__name__
