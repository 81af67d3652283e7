"""A worker's own port, for supervisors and Prometheus on another machine."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from jobs import clock
from jobs.port import open_port
from tests.conftest import make_settings
from tests.live_server import free_port

TOKEN = "a-token-of-the-scraper"


@pytest.fixture
def address(committed: Flask, tmp_path: Path) -> Iterator[str]:
    url = committed.config["SQLALCHEMY_DATABASE_URI"]
    settings = replace(make_settings(tmp_path, url), worker_port=free_port(), metrics_token=TOKEN)
    server = open_port(committed, settings)
    assert server is not None
    yield f"http://127.0.0.1:{settings.worker_port}"
    server.shutdown()
    server.server_close()


def get(url: str, token: str = "") -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_a_worker_whose_clock_stands_lives_but_is_not_ready(
    address: str, committed: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "last_tick", None)
    assert get(f"{address}/healthz") == (200, b"ok\n")
    status, body = get(f"{address}/readyz")
    assert (status, json.loads(body)["checks"]["clock"]["code"]) == (503, "stands")


def test_a_worker_that_ticks_is_ready(address: str, committed: Flask) -> None:
    clock.tick(committed)
    status, body = get(f"{address}/readyz")
    assert (status, json.loads(body)["status"]) == (200, "ready")


def test_its_figures_need_the_token(address: str) -> None:
    assert get(f"{address}/metrics")[0] == 404
    assert get(f"{address}/metrics", "wrong")[0] == 404
    status, body = get(f"{address}/metrics", TOKEN)
    assert (status, b"tongban_workers" in body) == (200, True)
    assert get(f"{address}/")[0] == 404


def test_no_port_is_opened_unless_it_is_wanted(committed: Flask, tmp_path: Path) -> None:
    assert open_port(committed, make_settings(tmp_path, "")) is None
