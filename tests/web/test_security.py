"""What every answer carries, and what a request must."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf

from identity import tokens
from web.current import now

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("path", ["/page", "/who", "/nowhere"])
def test_policy_allows_nothing_inline_and_no_other_host(client: FlaskClient, path: str) -> None:
    policy = client.get(path).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_nonce_is_new_for_each_page(client: FlaskClient) -> None:
    policies = [client.get("/page").headers["Content-Security-Policy"] for _ in "ab"]
    found = [re.findall(r"'nonce-([\w-]+)'", policy) for policy in policies]
    assert found[0][0] == found[0][1]
    assert found[0] != found[1]


def test_data_may_load_nothing(client: FlaskClient) -> None:
    policy = client.get("/who").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


def test_answers_are_not_kept_and_not_sniffed(client: FlaskClient) -> None:
    headers = client.get("/who").headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_session_cookie_is_for_the_server_alone(client: FlaskClient, person: int) -> None:
    cookie = client.get(f"/enter/{person}/1/0").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "沈" not in cookie


def test_form_without_token_is_refused(client: FlaskClient) -> None:
    assert client.post("/form").status_code == 400


def test_form_with_token_is_taken(web_app: Flask, person: int) -> None:
    client = web_app.test_client()
    client.get(f"/enter/{person}/1/0")
    with client:
        client.get("/who")
        token = generate_csrf()
        with client.session_transaction() as kept:
            from flask import session

            kept.update(session)
    assert client.post("/form", data={"csrf_token": token}).status_code == 200
    assert client.post("/api/v1/write", headers={"X-CSRFToken": token}).status_code == 200


def test_api_write_with_cookie_alone_is_refused(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/0")
    answer = client.post("/api/v1/write")
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["code"] == "csrf"


def test_api_write_with_token_needs_no_other(client: FlaskClient, person: int) -> None:
    client.get(f"/enter/{person}/1/0")
    headers = {"Authorization": f"Bearer {tokens.issue(person, NOW)}"}
    assert client.post("/api/v1/write", headers=headers).json == "沈亦舟"


@pytest.mark.parametrize("headers", [{"Authorization": "Bearer "}, {"Authorization": "Basic x"}])
def test_authorization_that_is_none_does_not_open_the_cookie(
    client: FlaskClient, person: int, headers: dict[str, str]
) -> None:
    client.get(f"/enter/{person}/1/0")
    assert client.post("/api/v1/write", headers=headers).status_code == 401


def test_large_body_is_refused_before_it_is_read(client: FlaskClient, person: int) -> None:
    headers = {"Authorization": f"Bearer {tokens.issue(person, NOW)}"}
    answer = client.post("/api/v1/count", data=b"x" * 1_100_000, headers={**headers, "Idempotency-Key": "k"})
    assert answer.status_code == 413


def test_request_is_named_by_its_proxy_or_by_us(client: FlaskClient) -> None:
    kept = client.get("/who", headers={"X-Request-ID": "abcdef-123456"})
    assert kept.headers["X-Request-ID"] == "abcdef-123456"
    made = client.get("/who", headers={"X-Request-ID": "a b\tc"}).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{16}", made)


def test_clock_is_the_engines(web_app: Flask) -> None:
    with web_app.app_context():
        assert now() == NOW
