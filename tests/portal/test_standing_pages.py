"""Pages for somebody who has become another since his last request: each is made as if it were the first."""

import re
from contextvars import Context

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from db import transaction
from tests.web.conftest import make_person

_RENAME = text("UPDATE person SET name = name || '二'")
_GRANT = text(
    "INSERT INTO capability_grant (capability, principal) SELECT 'instance.inspect', 'p:' || id FROM person"
)
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def client(application: Flask, committed: Flask) -> FlaskClient:
    """The browser of somebody who may look after every service, known to the process."""
    person = make_person("沈亦舟", "2026001")
    change(_GRANT)
    client = application.test_client()
    with client.session_transaction() as session:
        session["p"], session["e"] = person, 1
    assert client.get("/password").status_code == 200
    return client


def ask(client: FlaskClient, address: str) -> TestResponse:
    """Ask as a server does: without the application's context that the test holds open."""
    return Context().run(client.get, address)


def change(statement: object) -> None:
    with transaction() as uow:
        uow.execute(statement)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["/password", "/me/phrases", "/tasks", "/", "/inspect", "/nothing-here"])
def test_a_page_shows_the_new_name(client: FlaskClient, address: str) -> None:
    before = ask(client, address)
    change(_RENAME)
    after = ask(client, address)
    assert after.status_code == before.status_code
    assert "沈亦舟二" in after.text


def test_a_refusal_is_told_once(client: FlaskClient) -> None:
    token = _TOKEN.search(client.get("/password").text)
    assert token is not None
    change(_RENAME)
    form = {"csrf_token": token[1], "filter": "state=nonsense", "name": "x"}
    Context().run(client.post, "/inspect/views", data=form)
    assert ask(client, "/inspect").text.count("筛选条件有误，请先修改再保存。") == 1
