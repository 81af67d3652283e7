"""The REST door over the demo campus with the shipped services, and people who hold tokens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, text
from werkzeug.test import TestResponse

from api.install import install_api
from connectors.local_files import LocalFiles
from connectors.stored import StoredConnectors
from connectors.vault import Vault
from db import db
from db.link import Link
from engine.calling import MAKE_CALL
from engine.commands.make_call import make_call
from engine.operations import OperationContext
from engine.runtime import Runtime
from expressions.sandbox import Sandbox
from hall.starting import eligibility
from identity import tokens
from tests.campus_database import NOW
from tests.conftest import rolled_back
from web.current import RUNTIME
from web.install import install_web

ROOT = "/api/v1"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


@pytest.fixture(scope="session")
def api_application(database_url: str) -> Iterator[Flask]:
    made = Flask("api_test", static_folder=None)
    made.config.update(SECRET_KEY=b"k" * 32, TESTING=True, SQLALCHEMY_DATABASE_URI=database_url)
    db.init_app(made)
    install_web(made, None)
    install_api(made)
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def app(api_application: Flask) -> Iterator[Flask]:
    """The application that `connection` is made for."""
    with api_application.app_context():
        yield api_application


@pytest.fixture
def connection(app: Flask, campus: Engine) -> Iterator[Link]:
    """A connection to the demo campus whose every change is rolled back."""
    with rolled_back(campus) as link:
        yield link


@pytest.fixture
def rt(connection: Link, app: Flask, sandbox: Sandbox, tmp_path: Path) -> Runtime:
    """The engine over the demo campus, with the three shipped services in force and listed."""
    vault = Vault([b"v" * 32])
    made = Runtime(
        sandbox=sandbox,
        vault=vault,
        connectors=StoredConnectors(vault),
        files=LocalFiles(tmp_path / "files"),
        record_key=b"r" * 32,
        eligible=eligibility(lambda: NOW),
        owner=lambda connection, key: "school/",
        clock=lambda: NOW,
    )
    made.operations.register("notices.publish", _publish)
    app.extensions[RUNTIME] = made
    return made


def _publish(context: OperationContext, params: Any) -> dict[str, Any]:
    return {"id": 1}


@dataclass
class Caller:
    """A person with a token, and what he sends."""

    client: FlaskClient
    token: str

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(ROOT + path, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.client.post(
            ROOT + path, json={} if body is None else body, headers=self._headers(headers)
        )

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.client.put(ROOT + path, json=body, headers=self._headers(headers))

    def task(self, box: str = "todo") -> dict[str, Any]:
        """Read the newest task of a box."""
        rows = self.get(f"/tasks?box={box}").json["rows"]  # type: ignore[index]
        read: dict[str, Any] = self.get(f"/tasks/{rows[0]['task_id']}").json  # type: ignore[assignment]
        return read

    def move(self, task: dict[str, Any], move: str, body: Any, **headers: str) -> TestResponse:
        """Act on a task that was read."""
        return self.post(f"/tasks/{task['id']}/{move}", body, If_Match=f'"{task["version"]}"', **headers)

    def _headers(self, given: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in given.items()}
        return {"Authorization": f"Bearer {self.token}", **named}


@pytest.fixture
def caller(app: Flask, rt: Runtime, connection: Link) -> Callable[[str], Caller]:
    """Give the caller behind a demo login."""

    def find(login: str) -> Caller:
        values = {"login": login}
        person = connection.execute(
            text("SELECT person_id FROM account WHERE subject = :login"), values
        ).scalar_one()
        return Caller(app.test_client(), tokens.issue(person, NOW))

    return find


@pytest.fixture
def worked(connection: Link, rt: Runtime) -> Callable[[], int]:
    """Make the calls of outside systems that wait, also those of the steps behind them; give how many."""
    taken = text(
        "DELETE FROM procrastinate_jobs WHERE task_name = :name"
        " RETURNING CAST(args ->> 'call_id' AS uuid) AS call"
    )

    def work() -> int:
        made = 0
        while jobs := connection.execute(taken, {"name": MAKE_CALL}).all():
            for job in jobs:
                make_call(rt, job.call)
            made += len(jobs)
        return made

    return work


@pytest.fixture
def client(app: Flask, rt: Runtime) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def mail() -> dict[str, Any]:
    return {"mailbox": "li@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}
