"""The migrated schema is the schema of the models, and migrating twice changes nothing."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, NullPool, create_engine

from app import import_models
from db import Base
from db.migrate import upgrade
from db.server import Server


def migrated(server: Server, name: str) -> str:
    with server.connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE {name}")
    assert upgrade(server.url(name))
    return server.url(name)


def differences(connection: Connection) -> list[object]:
    options = {
        "compare_server_default": True,
        "include_name": lambda name, kind, _: kind != "table" or not name.startswith("procrastinate_"),
    }
    return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_migrated_schema_is_the_schema_of_the_models(server: Server) -> None:
    import_models()
    engine = create_engine(migrated(server, "migrated_once"), poolclass=NullPool)
    with engine.connect() as connection:
        assert differences(connection) == []


def test_second_upgrade_does_nothing(server: Server) -> None:
    url = migrated(server, "migrated_twice")
    assert not upgrade(url)
