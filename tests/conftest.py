"""Fixtures for every test: a real PostgreSQL for the session, an application, clean tables."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
from flask import Flask
from sqlalchemy import Engine, Executable, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from app import create_app, import_models
from db import Base, db
from db.link import Answer, Link, Parameters
from db.migrate import upgrade
from db.pipeline import BEGIN, COMMIT, Outcome, Pipeline, Statement
from db.server import Server, start
from scripts import catalogues
from scripts.steps.catalogues import compile_all
from settings import Settings
from tests.campus_database import campus_database, writable
from tests.engine.execution.driving import tally

TEMPLATE = "template_tongban"
TOLD = "random stories"

# All that collecting the tests makes stays to the end: to look for garbage in it took a fifth of that time.
gc.disable()

# CI judges a submission by the same examples each time; everybody else keeps finding new ones.
hypothesis.settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    hypothesis.settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Refuse connections to other machines: a test that needs one would pass here and fail there."""
    connect = socket.socket.connect

    def checked(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _loopback(address[0]):
            raise PermissionError(f"a test reached for {address[0]}; tests stay on this machine")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked)
        yield


@pytest.fixture(scope="session", autouse=True)
def scripts_beside_others() -> Iterator[None]:
    """Let scripts in this process run like everything else: nobody waits for a page here.

    A run that keeps every processor busy would leave scripts, and the tests that wait for them, far behind.
    Servers and processes that tests start keep to what the program does.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("expressions.sandbox.come_last", lambda worker: None)
        yield


def _loopback(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


@pytest.fixture(scope="session")
def data_root() -> Iterator[Path]:
    """A temporary folder of this run alone, that the server's user can enter."""
    root = Path(tempfile.mkdtemp(prefix="tongban-test-"))
    root.chmod(0o711)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def server(data_root: Path) -> Iterator[Server]:
    """A PostgreSQL of this run alone, without fsync, holding the template database."""
    running = start(data_root / "postgres", durable=False)
    _make_template(running)
    yield running
    running.stop()
    shutil.rmtree(running.sockets, ignore_errors=True)


def _make_template(server: Server) -> None:
    import_models()
    with server.connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    upgrade(server.url(TEMPLATE))
    # A table whose migration is not written yet; tests/db/test_migrations.py asks for it.
    engine = create_engine(server.url(TEMPLATE))
    Base.metadata.create_all(engine)
    engine.dispose()


def clone(server: Server, name: str) -> str:
    """Make the database `name` as a copy of the template and return its address."""
    with server.connect("postgres") as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    return server.url(name)


@pytest.fixture(scope="session")
def database_url(server: Server) -> str:
    """Address of the database that most tests share: they roll back or clean up."""
    return clone(server, "shared")


@pytest.fixture
def fresh_database_url(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a database of this test alone, for tests with several processes."""
    name = f"t{abs(hash(request.node.nodeid))}"
    yield clone(server, name)
    with server.connect("postgres") as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_settings(data: Path, database_url: str) -> Settings:
    """Return settings with keys that are the same in every test."""
    return Settings(
        data=data,
        database_url=database_url,
        session_key=b"\1" * 32,
        record_key=b"\2" * 32,
        vault_key=b"\3" * 32,
    )


@pytest.fixture(scope="session")
def application(data_root: Path, database_url: str) -> Iterator[Flask]:
    """The application, made once a session and without a context; tests take `app`."""
    made = create_app(make_settings(data_root, database_url))
    made.config.update(TESTING=True)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(application: Flask) -> Iterator[Flask]:
    """The application with its context pushed."""
    with application.app_context():
        yield application


class Prompt(Link):
    """A link whose every statement is sent at once, as a test's own steps are meant."""

    def execute(self, statement: Executable, params: Parameters | None = None) -> Answer:
        """Ask a statement now."""
        answer = super().execute(statement, params)
        self.send()
        return answer


@contextmanager
def rolled_back(engine: Engine) -> Iterator[Link]:
    """Give a connection to `engine`, and let commands use it until everything is rolled back."""
    before = db.engines[None]
    with engine.connect() as outer:
        transaction = outer.begin()
        writable(outer)
        db.engines[None] = outer  # type: ignore[assignment]
        try:
            yield Prompt(outer)
        finally:
            db.engines[None] = before
            transaction.rollback()


@pytest.fixture
def connection(app: Flask) -> Iterator[Link]:
    """A connection whose every change is rolled back, commits of commands included."""
    with rolled_back(db.engine) as link:
        yield link


@pytest.fixture(scope="session")
def campus(server: Server, data_root: Path) -> Iterator[Engine]:
    """A database with the demo campus and the shipped services, to be written in transactions rolled back."""
    with campus_database(server, make_settings(data_root, clone(server, "campus"))) as engine:
        yield engine


@pytest.fixture
def session(connection: Link) -> Iterator[Session]:
    """An ORM session on the connection that is rolled back."""
    with Session(
        connection.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
    ) as made:
        yield made


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements sent to the server, by either way; cleared by the test.

    BEGIN and COMMIT are not among them, nor the savepoints of a test's own transaction.
    """
    seen: list[str] = []
    really_execute, really_ask = psycopg.Cursor.execute, Pipeline.ask

    def execute(cursor: Any, query: Any, *args: Any, **options: Any) -> Any:
        if "SAVEPOINT" not in str(query):
            seen.append(str(query))
        return really_execute(cursor, query, *args, **options)

    def ask(pipeline: Pipeline, asked: list[tuple[Statement, Any]]) -> list[Outcome]:
        seen.extend(statement.sql.decode() for statement, _ in asked if statement not in {BEGIN, COMMIT})
        return really_ask(pipeline, asked)

    monkeypatch.setattr(psycopg.Cursor, "execute", execute)
    monkeypatch.setattr(Pipeline, "ask", ask)
    return seen


@pytest.fixture
def committed(app: Flask, server: Server) -> Iterator[Flask]:
    """For tests that commit, or use several threads: every table is emptied afterwards."""
    yield app
    empty_tables(app.config["SQLALCHEMY_DATABASE_URI"])


def empty_tables(url: str) -> None:
    """Delete all rows of our tables and of the job queue, in one round trip.

    The replica role switches off foreign keys and the triggers that keep the record append-only.
    """
    names = [table.name for table in Base.metadata.sorted_tables]
    names += ["procrastinate_events", "procrastinate_periodic_defers", "procrastinate_jobs"]
    deletes = ";".join(f'DELETE FROM "{name}"' for name in names)
    engine = create_engine(make_url(url))
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL session_replication_role = replica;{deletes}"))
    engine.dispose()


def pytest_configure(config: pytest.Config) -> None:
    """Bring the catalogues up to date, once and before any server reads them."""
    if not is_worker(config):
        compile_all(catalogues.build)


def is_worker(config: pytest.Config) -> bool:
    """Tell whether this process runs tests for another that shares them out."""
    return hasattr(config, "workerinput")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what needs the database."""
    if "server" in getattr(item, "fixturenames", ()):
        item.add_marker("database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser's tests last: its driver keeps an event loop, and the worker starts its own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_collection_finish() -> None:
    """Collect garbage from here on, and only what the tests make."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def tidy() -> Iterator[None]:
    """Look for garbage at the end of a file, and leave what remains alone from then on.

    Late in a run such a look takes a second, and would fall on a test that times something.
    """
    yield
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what the random stories of this process have to say to the one that shares the tests out."""
    if is_worker(session.config):
        session.config.workeroutput[TOLD] = tally.told


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what the random stories of a process that ends have to say."""
    tally.told += getattr(node, "workeroutput", {}).get(TOLD, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how often each operation was done in the random stories."""
    for table in tally.told:
        terminalreporter.section(TOLD)
        terminalreporter.write_line(table)
