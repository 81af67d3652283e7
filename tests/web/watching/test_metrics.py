"""``/metrics``: nobody reads it by default, and it holds names of ours and numbers, nothing of anybody."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from db import reading, transaction
from db.queue import defer
from jobs.app import make_queue
from jobs.worker import work
from settings import SettingsProblem, read_settings
from tests.web.watching.conftest import MakeHall
from watch import counters
from web.current import now
from web.watching import gauges

TOKEN = "a-token-of-the-scraper"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _from_zero() -> Iterator[None]:
    counters.clear()
    yield
    counters.clear()


def found(app: Flask) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    answer = app.test_client().get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_by_default_there_is_nothing_for_anybody(database_url: str, make_hall: MakeHall) -> None:
    client = make_hall(database_url).test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_only_the_token_opens_where_one_is_set(database_url: str, make_hall: MakeHall) -> None:
    client = make_hall(database_url, metrics_token=TOKEN).test_client()
    assert client.get("/metrics", headers=BEARER).status_code == 200
    for wrong in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        assert client.get("/metrics", headers=wrong).status_code == 404


def test_loopback_opens_where_it_is_set_but_not_for_whom_a_proxy_asks(
    database_url: str, make_hall: MakeHall
) -> None:
    client = make_hall(database_url, metrics_loopback=True).test_client()
    assert client.get("/metrics").status_code == 200
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.7"}).status_code == 404


def test_a_token_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem) as problem:
        read_settings({"TONGBAN_DATA": str(tmp_path), "TONGBAN_METRICS_TOKEN": "short"})
    assert problem.value.value == "", "it is not shown"


def test_requests_are_counted_by_route_never_by_path(database_url: str, make_hall: MakeHall) -> None:
    app = make_hall(database_url, metrics_token=TOKEN)
    client = app.test_client()
    for path in ("/healthz", "/healthz", "/instances/6f1f5a53-7ac0-4a3c-9f1f-0c7d4d0a1b2c", "/nowhere/张三"):
        client.get(path)
    client.open("/healthz", method="GEHEIM")
    seen = found(app)
    route = (
        "tongban_requests_total",
        frozenset({("route", "/healthz"), ("method", "GET"), ("status", "200")}),
    )
    assert seen[route] == 2
    timed = ("tongban_request_seconds_count", frozenset({("route", "/healthz"), ("method", "GET")}))
    assert seen[timed] == 2
    labels = {value for _, pairs in seen for _, value in pairs}
    assert "/instances/<uuid:instance_id>" in labels
    assert "none" in labels
    assert not any("6f1f5a53" in one or "张三" in one or "GEHEIM" in one for one in labels)


def test_commands_are_counted_by_what_came_of_them(committed: Flask) -> None:
    with transaction() as uow:
        uow.execute(text("SELECT 1"))
    with pytest.raises(LookupError), transaction():
        raise LookupError("张三")
    series = counters.figures()["tongban_commands_total"]
    (done,) = [labels for labels in series if labels[1] == "done"]
    assert (done[0].endswith("test_metrics"), series[(done[0], "LookupError")]) == (True, 1)


def test_jobs_are_counted(committed: Flask) -> None:
    def good(*, key: str) -> None:
        return None

    def bad(*, key: str) -> None:
        raise ValueError(key)

    queue = make_queue(committed.config["SQLALCHEMY_DATABASE_URI"], {"good": good, "bad": bad})
    with transaction() as uow:
        for name in ("good", "good", "bad"):
            defer(uow, name, key="k", args={})
    asyncio.run(work(committed, queue, wait=False, listen_notify=False, install_signal_handlers=False))
    series = counters.figures()["tongban_jobs_total"]
    assert (series[("good", "done")], series[("bad", "ValueError")]) == (2, 1)


def test_gauges_are_of_the_database_and_asked_once_in_a_while(
    database_url: str, make_hall: MakeHall, committed: Flask, counted: list[str]
) -> None:
    app = make_hall(database_url, metrics_token=TOKEN)
    with transaction() as uow:
        defer(uow, "messages.deliver", key="k", args={})
    first = found(app)
    queued = ("tongban_jobs_queued", frozenset({("job", "messages.deliver"), ("status", "todo")}))
    assert first[queued] == 1
    assert first[("tongban_instances", frozenset({("state", "running")}))] == 0
    assert first[("tongban_store_free_bytes", frozenset())] > 0
    counted.clear()
    found(app)
    assert counted == []


def test_figures_are_told_without_a_database(make_hall: MakeHall) -> None:
    app = make_hall("postgresql+psycopg://x@127.0.0.1:1/x", metrics_token=TOKEN)
    app.test_client().get("/healthz")
    seen = found(app)
    assert any(name == "tongban_requests_total" for name, _ in seen)
    assert not any(name == "tongban_workers" for name, _ in seen)


_MANY = """
INSERT INTO instance (id, definition_id, service_key, title, initiator_id, state, lock_version, snapshot,
  record_length, record_head, started_at, ended_at)
SELECT gen_random_uuid(), 1, 'k', 't', 1, CASE WHEN n < 5 THEN 'running' ELSE 'completed' END, 1,
  convert_to(repeat('x', 1500), 'UTF8'), 0, '', now(), CASE WHEN n >= 5 THEN now() END
FROM generate_series(1, 5000) n
"""


def test_the_gauges_look_at_open_instances_only(committed: Flask) -> None:
    """Of a hall of many finished matters only a few rows are looked at."""
    with transaction() as uow:
        uow.execute(text("SET LOCAL session_replication_role = replica"))
        uow.execute(text(_MANY))
        uow.execute(text("ANALYZE instance"))
        plan = "\n".join(uow.execute(text("EXPLAIN " + gauges._INSTANCES.text)).scalars())
        assert "Seq Scan" not in plan, plan
    with reading() as link:
        assert gauges.asked(link, now())["tongban_instances"] == {("running",): 4.0, ("suspended",): 0.0}
