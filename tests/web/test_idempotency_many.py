"""A repeated request of several transactions does nothing more and gets the same answer."""

import threading
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from db import reading
from tests.web.test_idempotency import SLEEPING, jobs, send

URL = "/api/v1/count-many"


def test_same_request_gets_the_same_answer(client: FlaskClient, headers: dict[str, str]) -> None:
    first, second = send(client, headers, url=URL), send(client, headers, url=URL)
    assert (first.status_code, first.json) == (201, {"n": 2})
    assert (second.status_code, second.data) == (201, first.data)
    assert second.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert jobs() == 2


def test_no_key_acts_again(client: FlaskClient, headers: dict[str, str]) -> None:
    for _ in range(2):
        send(client, {"Authorization": headers["Authorization"]}, url=URL)
    assert jobs() == 4


def test_other_body_under_the_same_key_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    send(client, headers, url=URL)
    answer = send(client, headers, {"other": 1}, url=URL)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "idempotency_key_reused"
    assert jobs() == 2


def test_unusable_key_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    assert send(client, headers | {"Idempotency-Key": "schlüssel"}, url=URL).status_code == 400
    assert jobs() == 0


def test_what_broke_off_in_between_is_carried_on(client: FlaskClient, headers: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        send(client, headers, url=URL + "?fail=1")
    assert jobs() == 1, "the first of its transactions stays"
    answer = send(client, headers, url=URL)
    assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (201, False)
    assert jobs() == 3


def test_a_twin_hears_that_the_first_is_in_flight_between_its_transactions(
    web_app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    answers: list[TestResponse] = []
    slowly = URL + "?slowly=1"
    first = threading.Thread(target=lambda: answers.append(send(web_app.test_client(), headers, url=slowly)))
    first.start()
    with reading() as connection:
        while not connection.execute(SLEEPING).scalar_one():
            time.sleep(0.01)
    assert jobs() == 1
    refused = send(client, headers, url=slowly)
    first.join()
    assert refused.json is not None
    assert (refused.status_code, refused.json["code"]) == (409, "in_flight")
    again = send(client, headers, url=slowly)
    assert (again.status_code, again.data) == (answers[0].status_code, answers[0].data)
    assert jobs() == 2


def test_many_at_once_act_once(web_app: Flask, headers: dict[str, str]) -> None:
    answers: list[TestResponse] = []
    threads = [
        threading.Thread(target=lambda: answers.append(send(web_app.test_client(), headers, url=URL)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1
    assert jobs() == 2


def test_a_key_costs_three_statements(
    client: FlaskClient, headers: dict[str, str], counted: list[str]
) -> None:
    send(client, {"Authorization": headers["Authorization"]}, url=URL)
    without = len(counted)
    counted.clear()
    send(client, headers, url=URL)
    assert len(counted) == without + 3
