"""See that a database may be restored into, and bring what was loaded to where it can go on."""

import psycopg
from alembic.script import ScriptDirectory
from psycopg.types.json import Jsonb

from cli.archive.errors import ArchiveProblem
from cli.archive.manifest import Manifest
from db.address import conninfo
from db.migrate import config

_TABLES = (
    "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'S')"
)
_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)
_PLACE = "SELECT to_regclass('upkeep') IS NOT NULL"
_DONE = (
    "INSERT INTO upkeep (name, at, ok, detail) VALUES (%s, now(), %s, %s)"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at, ok = excluded.ok, detail = excluded.detail"
)


def check_target(url: str, *, replace: bool) -> None:
    """See that the database is empty, or given up, and that nobody uses it.

    Raises
    ------
    ArchiveProblem
        ``in_use``, ``not_empty``
    """
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        others = _count(connection, _OTHERS)
        if others:
            raise ArchiveProblem("in_use", str(others))
        if _count(connection, _TABLES) and not replace:
            raise ArchiveProblem("not_empty")


def check_schema(manifest: Manifest) -> None:
    """See that this program knows the schema of a backup.

    Raises
    ------
    ArchiveProblem
        ``newer_schema``
    """
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if manifest.schema not in known:
        raise ArchiveProblem("newer_schema", manifest.schema)


def forget_workers(url: str) -> None:
    """Forget the workers of the hall that was backed up: they are not here, and their jobs start again."""
    with psycopg.connect(conninfo(url)) as connection:
        connection.execute("DELETE FROM worker_sign")
        connection.execute("UPDATE procrastinate_workers SET last_heartbeat = 'epoch'")


def note(url: str, name: str, *, ok: bool, **detail: object) -> None:
    """Keep that a work of upkeep was done, for the overview; before revision 0019 it has no place."""
    with psycopg.connect(conninfo(url)) as connection:
        if connection.execute(_PLACE).fetchone() == (True,):
            connection.execute(_DONE, (name, ok, Jsonb(detail)))


def _count(connection: psycopg.Connection, statement: str) -> int:
    row = connection.execute(statement.encode()).fetchone()
    return int(row[0]) if row else 0
