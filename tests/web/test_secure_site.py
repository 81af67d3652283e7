"""A site served over HTTPS keeps its cookies there."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask, session

from web.install import install_web


@pytest.fixture
def site() -> Iterator[Flask]:
    made = Flask("secure_test", static_folder=None)
    made.config.update(SECRET_KEY=b"k" * 32, TESTING=True)
    install_web(made, cast(Any, SimpleNamespace()), secure=True)

    def enter() -> str:
        session["p"] = 1
        return "in"

    made.add_url_rule("/enter", "enter", enter)
    made.add_url_rule("/send", "send", enter, methods=["POST"])
    return made


def test_cookie_and_headers_hold_browsers_to_https(site: Flask) -> None:
    answer = site.test_client().get("/enter", base_url="https://hall.example")
    assert answer.headers["Set-Cookie"].startswith("__Host-tongban=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_form_of_another_site_is_refused(site: Flask) -> None:
    client = site.test_client()
    client.get("/enter", base_url="https://hall.example")
    headers = {"Referer": "https://evil.example/"}
    assert client.post("/send", base_url="https://hall.example", headers=headers).status_code == 400
