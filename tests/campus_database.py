"""A database with the demo campus, filled once a run: to fill it took longer than most tests on it take."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import Connection, Engine, text

from app import create_app
from bpmn_models.bundle import shipped
from db import db, transaction
from db.server import Server
from demo.load import load_campus
from engine.commands.deploy import deploy
from engine.runtime import Runtime
from hall.publish_service import publish_service
from identity import passwords
from settings import Settings
from web.current import RUNTIME

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""When it was filled, and when the stories on it begin."""

_ONLY_READ = "ALTER DATABASE {name} SET default_transaction_read_only TO on"
_WRITABLE = text("SET TRANSACTION READ WRITE")


@contextmanager
def campus_database(server: Server, settings: Settings) -> Iterator[Engine]:
    """Fill the settings' database with the campus and the shipped services, in force and listed, and give it.

    Nothing is written in it afterwards but in a transaction that asks for it; see :func:`writable`.
    """
    app = create_app(settings)
    with app.app_context():
        engine = db.engine
        _fill(app)
    # The connections from before it may be written only by whoever says so.
    engine.dispose()
    with server.connect("postgres") as connection:
        connection.execute(_ONLY_READ.format(name=engine.url.database))
    yield engine
    engine.dispose()


def writable(connection: Connection) -> None:
    """Let a transaction that will be rolled back write; any other that writes fails, and leaves no trace."""
    connection.execute(_WRITABLE)


def load_people(now: datetime) -> None:
    """Load the demo campus with passwords that cost nothing to make."""
    passwords.use(passwords.CHEAP)
    with transaction() as uow:
        load_campus(uow, now)
    passwords.use(passwords.STANDARD)


def open_services(rt: Runtime, now: datetime) -> None:
    """Put the shipped services in force and list them in the hall."""
    for bundle in shipped():
        deploy(rt, None, bundle)
        publish_service(None, bundle, now)


def _fill(app: Flask) -> None:
    rt = replace(app.extensions[RUNTIME], clock=lambda: NOW)
    load_people(NOW)
    open_services(rt, NOW)
