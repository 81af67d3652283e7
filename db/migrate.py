"""Bring a database's tables to the present version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, text

MIGRATIONS = Path(__file__).parent / "migrations"

# Several machines may start at once over one database; the lock lasts as long as the connection.
_LOCK = text("SELECT pg_advisory_lock(hashtext('tongban.migrations'))")


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, working on `connection`."""
    made = Config()
    # Alembic reads % as the start of an interpolation.
    made.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(url: str) -> bool:
    """Apply the migrations that are missing, in one transaction each; return whether there were any."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(_LOCK)
            connection.commit()
            if is_current(connection):
                return False
            command.upgrade(config(connection), "head")
            connection.commit()
        return True
    finally:
        engine.dispose()


def heads() -> frozenset[str]:
    """Give the newest migrations of this program; one, unless two branches were not joined."""
    return frozenset(ScriptDirectory.from_config(config()).get_heads())


def current(connection: Connection) -> frozenset[str]:
    """Give the migrations at which a database stands; none if it is empty."""
    return frozenset(MigrationContext.configure(connection).get_current_heads())


def is_current(connection: Connection) -> bool:
    """Tell whether the database stands at the newest migration."""
    with connection.begin():
        return current(connection) == heads()
