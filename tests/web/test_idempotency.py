"""A repeated request does nothing more and gets the same answer."""

import threading
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from db import db, reading, transaction
from web.current import now
from web.idempotency import forget_answers

URL = "/api/v1/count"
SLEEPING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")


def jobs() -> int:
    with reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM procrastinate_jobs")).scalar_one())


def send(client: FlaskClient, headers: dict[str, str], body: Any = None, url: str = URL) -> TestResponse:
    return client.post(url, headers=headers, json=body or {})


def test_same_request_gets_the_same_answer(client: FlaskClient, headers: dict[str, str]) -> None:
    first, second = send(client, headers), send(client, headers)
    assert (first.status_code, first.json) == (201, {"n": 1})
    assert (second.status_code, second.data) == (201, first.data)
    assert second.headers["Location"] == "/api/v1/jobs/1"
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert jobs() == 1


def test_other_body_under_the_same_key_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    send(client, headers)
    answer = send(client, headers, {"other": 1})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "idempotency_key_reused"
    assert jobs() == 1


def test_other_query_under_the_same_key_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    send(client, headers, url=URL + "?service=one")
    answer = send(client, headers, url=URL + "?service=another")
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "idempotency_key_reused"
    assert jobs() == 1


def test_other_key_and_no_key_act_again(client: FlaskClient, headers: dict[str, str]) -> None:
    send(client, headers)
    send(client, headers | {"Idempotency-Key": "k-2"})
    send(client, {"Authorization": headers["Authorization"]})
    assert jobs() == 3


def test_refused_request_is_not_kept(client: FlaskClient, headers: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        send(client, headers, url=URL + "?fail=1")
    assert jobs() == 0
    assert send(client, headers).status_code == 201


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "schlüssel"])
def test_unusable_key_is_refused(client: FlaskClient, headers: dict[str, str], key: str) -> None:
    answer = send(client, headers | {"Idempotency-Key": key})
    assert answer.status_code == 400
    assert jobs() == 0


def test_keys_of_two_people_do_not_meet(
    client: FlaskClient, headers: dict[str, str], another: dict[str, str]
) -> None:
    send(client, headers)
    assert "Idempotency-Replayed" not in send(client, another).headers
    assert jobs() == 2


def test_request_in_flight_is_a_conflict(client: FlaskClient, headers: dict[str, str], person: int) -> None:
    engine = db.engine
    with engine.connect() as other, other.begin():
        other.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:scope, 7))"), {"scope": f"{person} k-1"}
        )
        answer = send(client, headers)
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["code"] == "in_flight"
    assert send(client, headers).status_code == 201


def test_a_twin_that_waited_for_the_first_gets_its_answer(
    web_app: Flask, headers: dict[str, str], app: Flask
) -> None:
    answers: list[TestResponse] = []

    def one() -> None:
        answers.append(send(web_app.test_client(), headers, url=URL + "?slowly=1"))

    threads = [threading.Thread(target=one) for _ in "ab"]
    threads[0].start()
    with reading() as connection:
        while not connection.execute(SLEEPING).scalar_one():
            time.sleep(0.01)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201, 201]
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 1
    assert answers[0].data == answers[1].data
    assert jobs() == 1


def test_many_at_once_act_once(web_app: Flask, headers: dict[str, str]) -> None:
    answers: list[TestResponse] = []

    def one() -> None:
        answers.append(send(web_app.test_client(), headers))

    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.data for answer in answers if answer.status_code == 201} == {b'{"n":1}\n'}
    assert jobs() == 1


def test_key_costs_two_statements(client: FlaskClient, headers: dict[str, str], counted: list[str]) -> None:
    send(client, {"Authorization": headers["Authorization"]})
    without = len(counted)
    counted.clear()
    send(client, headers)
    assert len(counted) == without + 2


def test_old_answers_are_forgotten(client: FlaskClient, headers: dict[str, str], web_app: Flask) -> None:
    send(client, headers)
    with web_app.app_context():
        forget_answers(now())
        assert send(client, headers).headers["Idempotency-Replayed"] == "true"
    with transaction() as uow:
        uow.execute(text("UPDATE idempotency_key SET created_at = created_at - interval '8 days'"))
    with web_app.app_context():
        forget_answers(now())
    assert send(client, headers).json == {"n": 2}
