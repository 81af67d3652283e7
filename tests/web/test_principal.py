"""Who asks is found with one statement, from the cookie or the token."""

from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import text

from db import transaction
from identity import tokens

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
RAISE_EPOCH = text("UPDATE person SET session_epoch = session_epoch + 1")


def test_nobody_is_signed_in_at_first(client: FlaskClient, counted: list[str]) -> None:
    assert client.get("/who").json is None
    assert counted == []


def test_cookie_costs_one_statement_a_request(client: FlaskClient, person: int, counted: list[str]) -> None:
    client.get(f"/enter/{person}/1/0")
    # The first connection of an application asks for more.
    client.get("/who")
    counted.clear()
    assert client.get("/who").json == "沈亦舟"
    assert len(counted) == 1


def test_token_costs_one_statement_a_request(client: FlaskClient, person: int, counted: list[str]) -> None:
    token = tokens.issue(person, NOW)
    counted.clear()
    assert client.get("/who", headers={"Authorization": f"Bearer {token}"}).json == "沈亦舟"
    assert len(counted) == 1


def test_token_wins_over_the_cookie_even_when_it_is_bad(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/0")
    assert client.get("/who", headers={"Authorization": "Bearer nonsense"}).json is None
    assert client.get("/who", headers={"Authorization": "Basic eDp5"}).json is None


def test_session_ends_when_the_epoch_moves_on(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/0")
    with transaction() as uow:
        uow.execute(RAISE_EPOCH)
    assert client.get("/who").json is None


def test_session_ends_on_signing_out(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/0")
    client.get("/leave")
    assert client.get("/who").json is None


def test_first_password_opens_the_password_page_alone(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/1")
    assert client.get("/who").json is None
    assert client.get("/password").json == "沈亦舟"


def test_api_says_that_the_first_password_must_be_changed(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/1")
    answer = client.post("/api/v1/write", headers={"X-CSRFToken": "none"})
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "csrf"


def test_api_asks_to_sign_in(client: FlaskClient, person: int) -> None:
    answer = client.post("/api/v1/write")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json is not None
    assert answer.json["code"] == "not_signed_in"
