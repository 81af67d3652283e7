"""Two clerks of a group, a student, and an event bus with the subscribers of messages."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from db import db, transaction
from engine.events import EventBus
from identity.models import Group, GroupMember, Person
from jobs.worker import run_due
from messages.subscribers import subscribe
from tests.messages.post import Post, post_office

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def people(committed: Flask) -> dict[str, int]:
    with Session(db.engine) as session:
        session.add(Group(key="it-mail", name="邮箱管理员"))
        made = [
            Person(number=name, name=name, name_key=name, search_key=name) for name in ("ann", "bob", "stu")
        ]
        session.add_all(made)
        session.flush()
        session.add_all(GroupMember(group_key="it-mail", person_id=person.id) for person in made[:2])
        session.commit()
        return {person.name: person.id for person in made}


@pytest.fixture
def happen(committed: Flask, people: dict[str, int]) -> Callable[[object], None]:
    """Publish an event in a transaction, as a command does."""
    events = EventBus()
    subscribe(events, lambda: NOW)

    def happened(event: object) -> None:
        with transaction() as uow:
            events.publish(uow, event)

    return happened


@pytest.fixture
def work(committed: Flask) -> Callable[[], None]:
    """Handle what is due."""
    return lambda: run_due(committed)


@pytest.fixture
def together(committed: Flask) -> Callable[..., None]:
    """Run some functions at once, each in a thread of its own; what one raises, the test raises."""

    def run(*functions: Callable[[], None]) -> None:
        def call(function: Callable[[], None]) -> None:
            with committed.app_context():
                function()

        with ThreadPoolExecutor(len(functions)) as pool:
            for done in [pool.submit(call, function) for function in functions]:
                done.result()

    return run


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server."""
    with post_office() as running:
        yield running


@pytest.fixture
def office(committed: Flask, people: dict[str, int], post: Post) -> Any:
    """The hall's mails, connected with it."""
    from tests.messages.office import open_office

    return open_office(committed, post)
