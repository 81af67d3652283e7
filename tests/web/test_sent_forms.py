"""The work of a form that arrives twice is done once; its twin waits for it."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.test import TestResponse

from db import db, transaction
from tests.web.conftest import make_app
from web.sent_forms import Lead, do_once, sent_once

FIELDS = {"once": "k" * 32, "words": "同意"}
JSON = {"Accept": "application/json"}
done: list[str] = []


@sent_once
def work() -> ResponseReturnValue:
    """Do something slow, under the lock of its transaction."""

    def act() -> str:
        with transaction() as uow:
            uow.defer("counted")
            uow.send()
            done.append("work")
            time.sleep(0.3)
        return "/done"

    return do_once(act, lambda address: Lead(address, "办好了"))


@pytest.fixture(scope="module")
def forms_application(database_url: str) -> Iterator[Flask]:
    app = make_app(database_url)
    app.add_url_rule("/work", "work", work, methods=["POST"])
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def send(forms_application: Flask, committed: Flask, headers: dict[str, str]) -> Callable[..., TestResponse]:
    """Give a function that sends a form; a bearer token stands for the session and its CSRF token."""
    done.clear()
    by = {"Authorization": headers["Authorization"]}

    def post(fields: dict[str, str], **more: str) -> TestResponse:
        return forms_application.test_client().post("/work", data=fields, headers=by | more)

    return post


def test_a_twin_waits_and_does_nothing_itself(send: Callable[..., TestResponse]) -> None:
    answers: list[TestResponse] = []
    threads = [threading.Thread(target=lambda: answers.append(send(FIELDS))) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.headers.get("Location") for answer in answers] == ["/done", "/done"]
    assert done == ["work"]


def test_an_island_is_told_the_address_both_times(send: Callable[..., TestResponse]) -> None:
    answers = [send(FIELDS, **JSON) for _ in "ab"]
    assert [(answer.status_code, answer.json) for answer in answers] == [(201, {"address": "/done"})] * 2
    assert done == ["work"]


@pytest.mark.parametrize(
    "other", [{"words": "不同意"}, {"once": "l" * 32}, {"more": ""}], ids=["content", "key", "field"]
)
def test_anything_else_is_other_work(send: Callable[..., TestResponse], other: dict[str, str]) -> None:
    for fields in (FIELDS, FIELDS | other):
        assert send(fields).status_code == 302
    assert done == ["work", "work"]


def test_what_the_session_and_saving_by_itself_set_is_no_content(send: Callable[..., TestResponse]) -> None:
    for fields in (FIELDS, FIELDS | {"csrf_token": "new", "draft": "7"}):
        assert send(fields).headers["Location"] == "/done"
    assert done == ["work"]
