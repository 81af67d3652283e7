import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, current_app
from procrastinate import App
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import URL, text

from db import reading, transaction
from jobs.app import RETRY, conninfo, make_queue
from jobs.registry import PERIODIC
from jobs.worker import run_due
from tests.jobs.conftest import Queue


def jobs() -> list[tuple[str, str, int]]:
    """Name, state and attempts of the jobs that are kept, without the periodic ones."""
    kept = text(
        "SELECT task_name, status::text, attempts FROM procrastinate_jobs WHERE task_name LIKE 'test.%'"
    )
    with reading() as connection:
        return [tuple(row) for row in connection.execute(kept)]  # type: ignore[misc]


def test_a_job_runs_in_the_applications_context_and_is_gone(committed: Flask, queue: Queue) -> None:
    seen: list[Any] = []

    def handler(*, key: str, what: str) -> None:
        seen.append((key, what, current_app.name))

    with transaction() as uow:
        uow.defer("test.look", key="k", what="邮箱")
    run_due(committed, queue({"test.look": handler}))
    assert seen == [("k", "邮箱", "tongban")]
    assert jobs() == []


def test_no_job_is_there_when_its_transaction_was_rolled_back(committed: Flask, queue: Queue) -> None:
    with pytest.raises(ZeroDivisionError), transaction() as uow:
        uow.defer("test.look", key="k")
        raise ZeroDivisionError
    assert jobs() == []


def test_a_handler_that_fails_is_tried_again_later(committed: Flask, queue: Queue) -> None:
    def handler(*, key: str) -> None:
        raise ConnectionError("mail server away")

    with transaction() as uow:
        uow.defer("test.fail", key="k")
    run_due(committed, queue({"test.fail": handler}))
    run_due(committed, queue({"test.fail": handler}))
    assert jobs() == [("test.fail", "todo", 1)]


def test_waits_grow_and_end_after_some_hours() -> None:
    waits = [RETRY.exponential_wait ** (attempt + 1) for attempt in range(RETRY.max_attempts or 0)]
    assert waits[:3] == [3, 9, 27]
    assert 3600 < sum(waits) < 4 * 3600


def test_a_job_nobody_handles_is_kept_as_failed(
    committed: Flask, queue: Queue, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction() as uow:
        uow.defer("test.unknown", key="k")
    with caplog.at_level(logging.CRITICAL):
        run_due(committed, queue({}))
    assert jobs() == [("test.unknown", "failed", 1)]


def test_the_job_of_a_dead_worker_is_run_again(
    committed: Flask, queue: Queue, run_periodic: Callable[[App, str], None]
) -> None:
    seen: list[str] = []

    def handler(*, key: str) -> None:
        seen.append(key)

    with transaction() as uow:
        uow.defer("test.look", key="k")
        uow.execute(text("UPDATE procrastinate_jobs SET status = 'doing', attempts = 1"))
    made = queue({"test.look": handler})
    run_periodic(made, "jobs.rescue_stalled")
    run_due(committed, made)
    assert seen == ["k"]


@pytest.mark.parametrize("name", [periodic.name for periodic in PERIODIC])
def test_a_periodic_task_runs_when_its_time_has_come(
    committed: Flask, queue: Queue, name: str, run_periodic: Callable[[App, str], None]
) -> None:
    run_periodic(queue({}), name)
    failed = text("SELECT count(*) FROM procrastinate_jobs WHERE status <> 'succeeded'")
    with reading() as connection:
        assert connection.execute(failed).scalar_one() == 0


def test_every_name_is_registered_once(committed: Flask) -> None:
    made = make_queue(committed.config["SQLALCHEMY_DATABASE_URI"])
    assert "messages.deliver" in made.tasks
    assert {periodic.name for periodic in PERIODIC} <= set(made.tasks)


def test_the_address_is_understood_by_the_driver() -> None:
    address = URL.create(
        "postgresql+psycopg", "tongban", "s@c rt", database="tongban", query={"host": "/tmp/a b"}
    )
    told = conninfo_to_dict(conninfo(address.render_as_string(hide_password=False)))
    assert told == {"user": "tongban", "password": "s@c rt", "dbname": "tongban", "host": "/tmp/a b"}
