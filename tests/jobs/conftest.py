"""A queue whose periodic tasks wait to be called by the test."""

from collections.abc import Callable

import pytest
from flask import Flask
from procrastinate import App
from procrastinate.periodic import PeriodicRegistry
from sqlalchemy import text

from db import transaction
from jobs.app import make_queue
from jobs.registry import Handler
from jobs.worker import run_due
from tests.jobs.campus import Campus, make_campus

Queue = Callable[[dict[str, Handler]], App]


@pytest.fixture
def queue(committed: Flask) -> Queue:
    """Make a queue with these handlers; nothing in it starts by the clock."""

    def made(handlers: dict[str, Handler]) -> App:
        app = make_queue(committed.config["SQLALCHEMY_DATABASE_URI"], handlers)
        app.periodic_registry = PeriodicRegistry()
        return app

    return made


@pytest.fixture
def run_periodic(committed: Flask) -> Callable[[App, str], None]:
    """Run a periodic task as the clock would."""

    def run(queue: App, name: str) -> None:
        with transaction() as uow:
            job = "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            job += " VALUES ('default', :name, :args)"
            uow.execute(text(job), {"name": name, "args": '{"timestamp": 1790000000}'})
        run_due(committed, queue)

    return run


@pytest.fixture
def campus(committed: Flask) -> Campus:
    """The demo campus with the services that ship."""
    return make_campus(committed)
