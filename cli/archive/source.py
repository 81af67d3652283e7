"""See that a database can be backed up, before anything is written."""

import psycopg

from cli.archive.errors import ArchiveProblem
from db.address import conninfo

OLDEST = "0015"
"""The first revision whose tables a backup reads; later ones are restored by migrating them."""

_KNOWN = "SELECT to_regclass('alembic_version') IS NOT NULL"
_REVISION = "SELECT version_num FROM alembic_version"


def check_source(url: str) -> None:
    """See that the database has a schema that a backup can be made of.

    Raises
    ------
    ArchiveProblem
        ``no_schema``, ``old_schema``
    """
    with psycopg.connect(conninfo(url), autocommit=True) as connection:
        revision = _revision(connection)
    if revision is None:
        raise ArchiveProblem("no_schema")
    if revision < OLDEST:
        raise ArchiveProblem("old_schema", revision)


def _revision(connection: psycopg.Connection) -> str | None:
    if connection.execute(_KNOWN).fetchone() != (True,):
        return None
    row = connection.execute(_REVISION).fetchone()
    return str(row[0]) if row else None
