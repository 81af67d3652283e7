"""The running program for tests from outside: servers of their own processes over a loaded database."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url

from cli.demo import load_demo
from db.server import Server
from settings import Settings
from tests.conftest import clone, make_settings
from tests.live_server import ROOT, LiveServer, environment_of, free_port, keep_keys
from tests.system.people import API, PASSWORD, ROLES, Person, Tokens, deploy

CAMPUS = "system_campus"
BUNDLES = Path(__file__).parent / "bundles"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("slow")


FRESH = httpx.Limits(max_keepalive_connections=0)
"""A server that refuses a body unread ends the connection: one that was kept would fail the next request."""


@dataclass
class Hall:
    """One database with the demo campus, the servers before it, and the people who use them."""

    settings: Settings
    servers: tuple[LiveServer, ...]
    tokens: Tokens
    stack: ExitStack

    def person(self, login: str, server: int = 0) -> Person:
        """Sign somebody in at one of the servers."""
        url = self.servers[server].url
        token = self.tokens.of(url, str(self.settings.database_url), login)
        http = httpx.Client(
            base_url=url + API,
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
            trust_env=False,
            limits=FRESH,
        )
        return Person(login, self.stack.enter_context(http))

    def browse(self, login: str, server: int = 0) -> httpx.Client:
        """Sign somebody in at the portal, like a browser without scripts."""
        http = self.stack.enter_context(
            httpx.Client(
                base_url=self.servers[server].url,
                timeout=30,
                trust_env=False,
                follow_redirects=True,
                limits=FRESH,
            )
        )
        page = http.get("/signin").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        http.post("/signin", data={"csrf_token": token, "login": login, "password": PASSWORD})
        return http

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Look into the database past the program."""
        with self.connect() as connection:
            return connection.execute(statement, values).fetchall()

    def connect(self) -> psycopg.Connection[Any]:
        """Give a connection that commits each statement."""
        url = make_url(str(self.settings.database_url)).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command of ours over this database."""
        return subprocess.run(
            [sys.executable, "-m", "cli", *words],
            env=environment_of(self.settings),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    @contextmanager
    def worker(self, log: Path) -> Iterator[subprocess.Popen[bytes]]:
        """Run a job worker, its words kept in a file."""
        with log.open("ab") as words:
            process = subprocess.Popen(
                [sys.executable, "-m", "cli", "worker"],
                env=environment_of(self.settings),
                cwd=ROOT,
                stdout=words,
                stderr=words,
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


OpenHall = Callable[..., Hall]
Clients = Callable[[str], httpx.Client]
"""Gives the client of a role."""


@pytest.fixture(scope="session")
def campus(server: Server, data_root: Path) -> Settings:
    """Settings of a database with the campus and the shipped services, from which others are copied."""
    settings = make_settings(data_root / "system", clone(server, CAMPUS))
    keep_keys(settings)
    load_demo(settings)
    return settings


@contextmanager
def opening(server: Server, campus: Settings) -> Iterator[OpenHall]:
    """Give a function that opens halls, whose servers end with the block."""
    with ExitStack() as stack:

        def make(name: str, servers: int = 1) -> Hall:
            with server.connect("postgres") as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {CAMPUS} STRATEGY file_copy")
            settings = replace(campus, database_url=server.url(name))
            started = []
            for _ in range(servers):
                log = settings.data / f"{name}-{os.urandom(4).hex()}.log"
                one = LiveServer(replace(settings, port=free_port()), log)
                stack.callback(one.stop)
                one.start()
                started.append(one)
            return Hall(settings, tuple(started), Tokens(), stack)

        yield make


@pytest.fixture(scope="module")
def open_hall(server: Server, campus: Settings) -> Iterator[OpenHall]:
    """Give a function that opens a hall of its own, until the module ends: `open_hall(name, servers=1)`."""
    with opening(server, campus) as open_one:
        yield open_one


@pytest.fixture(scope="session")
def hall(server: Server, campus: Settings) -> Iterator[Hall]:
    """Two servers over one database, shared by the tests that leave others alone; with `two-hands` in it."""
    with opening(server, campus) as open_one:
        made = open_one("system_shared", servers=2)
        answer = deploy(made.person("designer"), BUNDLES / "two_hands")
        assert answer.status_code == 201, answer.text
        yield made


@pytest.fixture(scope="module")
def roles() -> Mapping[str, str | None]:
    """The logins of those who stand in a module's tables."""
    return ROLES


@pytest.fixture(scope="module")
def clients(hall: Hall, roles: Mapping[str, str | None]) -> Iterator[Clients]:
    """Give the client of a role at the API, with a token where it has a login."""
    with nobody(hall, API) as stranger:

        def find(role: str) -> httpx.Client:
            login = roles[role]
            return hall.person(login).http if login else stranger

        yield cache(find)


@pytest.fixture(scope="module")
def browse(hall: Hall, roles: Mapping[str, str | None]) -> Iterator[Clients]:
    """Give the browser of a role, which stays signed in and follows no redirect."""
    with nobody(hall) as stranger:

        def find(role: str) -> httpx.Client:
            login = roles[role]
            http = hall.browse(login) if login else stranger
            http.follow_redirects = False
            return http

        yield cache(find)


def nobody(hall: Hall, under: str = "") -> httpx.Client:
    """Give somebody who has not signed in."""
    return httpx.Client(base_url=hall.servers[0].url + under, timeout=30, trust_env=False, limits=FRESH)
