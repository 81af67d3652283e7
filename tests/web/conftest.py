"""A small application with the doors' shared parts and nothing else, on the real database."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask, Response, jsonify, request
from flask.testing import FlaskClient
from sqlalchemy import text

from app import Hall
from db import db, transaction
from identity import tokens
from identity.models import Person
from identity.signin import SignedIn
from web.idempotency import answer_many_once, answer_once
from web.install import install_web
from web.principal import current_principal, require_principal, sign_in, sign_out

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    before = logging.root.handlers[:], logging.root.level
    yield
    logging.root.handlers[:], logging.root.level = before


def make_app(database_url: str, **options: Any) -> Flask:
    """Make an application with a page that says who asks and a command that defers a job."""
    app = Hall("web_test", static_folder=None)
    app.config.update(SECRET_KEY=b"k" * 32, TESTING=True, SQLALCHEMY_DATABASE_URI=database_url)
    db.init_app(app)
    install_web(app, cast(Any, SimpleNamespace(clock=lambda: NOW)), **options)
    app.add_url_rule("/who", "who", _who)
    app.add_url_rule("/page", "page", lambda: "<!doctype html><title>页</title>")
    app.add_url_rule("/api/v1/who", "api_who", _who)
    app.add_url_rule("/password", "password", _who)
    app.add_url_rule("/enter/<int:person>/<int:epoch>/<int:first>", "enter", _enter)
    app.add_url_rule("/leave", "leave", _leave)
    app.add_url_rule("/form", "form", _who, methods=["POST"])
    app.add_url_rule("/api/v1/write", "write", _write, methods=["POST"])
    app.add_url_rule("/api/v1/count", "count", _count, methods=["POST"])
    app.add_url_rule("/api/v1/count-many", "count_many", _count_many, methods=["POST"])
    return app


def _who() -> Response:
    principal = current_principal()
    current_principal()
    return jsonify(principal.name if principal else None)


def _write() -> Response:
    return jsonify(require_principal().name)


def _enter(person: int, epoch: int, first: int) -> Response:
    sign_in(SignedIn(person_id=person, must_change=bool(first), epoch=epoch))
    return jsonify("in")


def _leave() -> Response:
    sign_out()
    return jsonify("out")


def _count() -> Response:
    """Defer a job and answer with how many there are now."""
    return answer_once(require_principal(), _command)


def _count_many() -> Response:
    """Do the same in two transactions; what `fail` and `slowly` ask for happens in the second."""
    return answer_many_once(require_principal(), _commands)


def _commands() -> Response:
    with transaction() as uow:
        uow.defer("counted")
    return _command()


def _command() -> Response:
    with transaction() as uow:
        uow.defer("counted")
        if request.args.get("slowly"):
            uow.execute(text("SELECT id FROM person FOR UPDATE"))
            uow.execute(text("SELECT pg_sleep(1)"))
        if request.args.get("fail"):
            raise LookupError
        n = uow.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one()
    answer = jsonify({"n": n})
    answer.status_code = 201
    answer.headers["Location"] = "/api/v1/jobs/1"
    return answer


@pytest.fixture(scope="session")
def web_application(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def web_app(web_application: Flask, committed: Flask) -> Flask:
    """The small application; every table is emptied afterwards."""
    return web_application


@pytest.fixture
def client(web_app: Flask) -> FlaskClient:
    return web_app.test_client()


@pytest.fixture
def person(committed: Flask) -> int:
    """A person in no unit."""
    return make_person("沈亦舟", "2026001")


@pytest.fixture
def headers(person: int) -> dict[str, str]:
    """Headers of a person whose requests have an Idempotency-Key."""
    return {"Authorization": f"Bearer {tokens.issue(person, NOW)}", "Idempotency-Key": "k-1"}


@pytest.fixture
def another(web_app: Flask) -> dict[str, str]:
    """Headers of a second person who uses the same Idempotency-Key."""
    token = tokens.issue(make_person("古丽娜尔·阿卜杜热合曼", "2026002"), NOW)
    return {"Authorization": f"Bearer {token}", "Idempotency-Key": "k-1"}


def make_person(name: str, number: str) -> int:
    """Store a person and return his id."""
    with transaction() as uow:
        made = Person(number=number, name=name, name_key=name, search_key=name, kinds=["student"])
        uow.session.add(made)
        uow.session.flush()
        return made.id
