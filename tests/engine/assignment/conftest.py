"""A desk at which stories about who handles what are told."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle
from calendars.zone import CAMPUS_TIME
from db.link import Link
from engine.commands.add_substitution import add_substitution
from engine.commands.complete_task import Done, complete_task
from engine.commands.deploy import deploy
from engine.commands.start_process import Started
from engine.queries.verification import verify
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.conftest import FakeClock, Story

_OPEN = text(
    "SELECT t.id, t.element, t.version, t.reasons, ARRAY(SELECT principal FROM inbox i WHERE i.task_id = t.id"
    " ORDER BY 1) AS principals FROM task t WHERE t.instance_id = :id AND t.state = 'open' ORDER BY t.id"
)
_RECORD = text(
    "SELECT e.kind, e.element, e.outcome, p.name FROM record_entry e LEFT JOIN person p ON p.id = e.person_id"
    " WHERE e.instance_id = :id ORDER BY e.n"
)


@dataclass
class Desk:
    """What happens around one matter, one line a move."""

    rt: Runtime
    connection: Link
    story: Story
    clock: FakeClock
    person: Callable[[str], Principal]
    matter: uuid.UUID | None = None

    def start(self, service: Bundle, login: str = "stu01", chosen: Any = None, **document: Any) -> Started:
        deploy(self.rt, self.person("designer"), service)
        started = self.story.start(login, service.key, {"subject": "事"} | document, chosen=chosen)
        self.matter = started.instance_id
        return started

    def id(self, login: str) -> int:
        return self.person(login).person_id

    def open(self) -> dict[str, set[str]]:
        """The open steps with the people who find them in their lists, by login."""
        found = {}
        for task in self.rows():
            sql = text(
                "SELECT a.subject FROM account a JOIN person p ON p.id = a.person_id AND p.active ORDER BY 1"
            )
            logins = self.connection.execute(sql).scalars()
            found[task.element] = {
                login for login in logins if set(self.person(login).keys) & set(task.principals)
            }
        return found

    def rows(self) -> list[Any]:
        return list(self.connection.execute(_OPEN, {"id": self.matter}).all())

    def reasons(self, element: str) -> list[tuple[str, ...]]:
        return [tuple(one) for row in self.rows() if row.element == element for one in row.reasons]

    def complete(self, login: str, element: str = "", outcome: str = "approve", **more: Any) -> Done:
        """Complete an open step; its only one if none is named."""
        task = next(row for row in self.rows() if not element or row.element == element)
        words = {"opinion": "同意。"} | more
        return complete_task(
            self.rt,
            self.person(login),
            task.id,
            version=task.version,
            outcome=outcome,
            document=words.pop("document", {}),
            **words,
        )

    def record(self) -> list[tuple[str, str | None, str | None, str | None]]:
        """Rows (kind, element, outcome, name) of what happened, oldest first."""
        return [tuple(row) for row in self.connection.execute(_RECORD, {"id": self.matter}).all()]

    def kinds(self) -> list[str]:
        return [row[0] for row in self.record()]

    def leaves(self, login: str) -> None:
        """Somebody leaves the school."""
        values = {"id": self.id(login)}
        self.connection.execute(text("UPDATE person SET active = false WHERE id = :id"), values)

    def sql(self, statement: str, **values: Any) -> Any:
        return self.connection.execute(text(statement), values)

    def away(self, login: str, substitute: str, *, days: int = 7, starts_in: int = 0, **more: Any) -> int:
        """Somebody is away from some day on, and somebody else stands in for him."""
        today = self.clock.now.astimezone(CAMPUS_TIME).date()
        since = today + timedelta(days=starts_in)
        return add_substitution(
            self.rt,
            self.person(login),
            self.id(substitute),
            since=since,
            until=since + timedelta(days=days),
            **more,
        )


@pytest.fixture
def desk(rt, connection, story, clock, person):
    made = Desk(rt, connection, story, clock, person)
    yield made
    assert all(verdict.ok for verdict in verify(rt, connection))
