"""Logs tell what happened and where, and nothing about anybody."""

import io
import json
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.logs import configure_logs


@pytest.fixture
def log() -> io.StringIO:
    stream = io.StringIO()
    configure_logs(stream)
    return stream


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_request_is_one_line_by_its_route(client: FlaskClient, person: int, log: io.StringIO) -> None:
    client.get(f"/enter/{person}/1/0?name=沈亦舟", headers={"X-Request-ID": "request-1"})
    (line,) = lines(log)
    assert line["route"] == "/enter/<int:person>/<int:epoch>/<int:first>"
    assert (line["method"], line["status"], line["request"]) == ("GET", 200, "request-1")
    assert "沈亦舟" not in log.getvalue()


def test_exception_is_told_without_its_words(log: io.StringIO) -> None:
    try:
        try:
            raise ValueError("Xin-Mima-88341")
        except ValueError as cause:
            raise RuntimeError("Key (password)=(Xin-Mima-88341)") from cause
    except RuntimeError:
        logging.getLogger("somewhere").exception("It broke")
    (line,) = lines(log)
    assert line["errors"] == ["RuntimeError", "ValueError"]
    assert any("test_logs.py" in place for place in line["places"])  # type: ignore[attr-defined]
    assert "Mima" not in log.getvalue()


def test_unhandled_error_is_logged_and_answered_without_its_words(
    web_app: Flask, person: int, log: io.StringIO
) -> None:
    web_app.config["PROPAGATE_EXCEPTIONS"] = False
    web_app.testing = False
    try:
        with web_app.app_context():
            from identity import tokens
            from web.current import now

            token = tokens.issue(person, now())
        headers = {"Authorization": f"Bearer {token}"}
        answer = web_app.test_client().post("/api/v1/count?fail=1", headers=headers)
    finally:
        web_app.config["PROPAGATE_EXCEPTIONS"] = None
        web_app.testing = True
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert answer.json is not None
    assert answer.json["code"] == "internal_error"
    errors = [line for line in lines(log) if "errors" in line]
    assert errors[0]["errors"] == ["LookupError"]
    assert errors[0]["request"] == answer.json["request"]
