"""An office in which deadlines come when a story says so."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle
from calendars.zone import CAMPUS_TIME
from db.link import Link, Row
from engine.commands.deploy import deploy
from engine.commands.fire_due import fire_due
from engine.commands.start_process import start_process
from engine.events import TaskDue, TaskHanded
from engine.queries.verification import verify
from engine.runtime import Runtime
from identity.principal import Principal
from tests.engine.conftest import FakeClock, Story

_OPEN = text("SELECT * FROM task WHERE state = 'open' AND instance_id = :id ORDER BY id")
_RECORD = text(
    "SELECT e.kind, e.outcome, e.person_id, e.element, w.text, e.at FROM record_entry e"
    " LEFT JOIN record_text w USING (instance_id, n) WHERE instance_id = :id AND kind LIKE 'due_%' ORDER BY n"
)


def at(moment: str) -> datetime:
    """A moment of the campus's clock."""
    return datetime.fromisoformat(moment).replace(tzinfo=CAMPUS_TIME)


@dataclass
class Office:
    """What the stories of this folder do, one line a move."""

    rt: Runtime
    connection: Link
    story: Story
    clock: FakeClock
    person: Callable[[str], Principal]
    told: list[Any] = field(default_factory=list)

    def start(self, service: Bundle, moment: str = "2026-11-23T09:00", login: str = "stu01") -> uuid.UUID:
        """Deploy a service and start it at a moment; 2026-11-23 is a Monday."""
        deploy(self.rt, self.person("designer"), service)
        return self.again(service, moment, login)

    def again(self, service: Bundle, moment: str, login: str = "stu01") -> uuid.UUID:
        self.clock.now = at(moment)
        return start_process(self.rt, self.person(login), service.key, {"subject": "事"}).instance_id

    def sweep(self, moment: str) -> int:
        self.clock.now = at(moment)
        return fire_due(self.rt, self.clock.now)

    def tasks(self, instance: uuid.UUID) -> Sequence[Row]:
        return self.connection.execute(_OPEN, {"id": instance}).all()

    def task(self, instance: uuid.UUID) -> Row:
        (task,) = self.tasks(instance)
        return task

    def candidates(self, task_id: int) -> set[str]:
        sql = text("SELECT principal FROM inbox WHERE task_id = :id")
        return set(self.connection.execute(sql, {"id": task_id}).scalars())

    def moments(self, task_id: int) -> list[tuple[str, datetime, str | None]]:
        sql = text("SELECT rule ->> 'do' AS do, at, result FROM deadline WHERE task_id = :id ORDER BY n")
        return [tuple(row) for row in self.connection.execute(sql, {"id": task_id})]

    def record(self, instance: uuid.UUID) -> Sequence[Row]:
        """What the record says of deadlines."""
        return self.connection.execute(_RECORD, {"id": instance}).all()

    def kinds(self, instance: uuid.UUID) -> list[tuple[str, str | None]]:
        return [(row.kind, row.outcome) for row in self.record(instance)]

    def named(self, instance: uuid.UUID, kind: str) -> tuple[str, ...]:
        """Whom the record names at its only line of a kind."""
        (found,) = (entry for entry in self.story.view("stu01", instance).record if entry.kind == kind)
        return found.others

    def unit(self, code: str) -> int:
        sql = text("SELECT id FROM unit WHERE code = :code")
        return int(self.connection.execute(sql, {"code": code}).scalar_one())

    def do(self, sql: str, **values: Any) -> None:
        self.connection.execute(text(sql), values)

    def state(self, instance: uuid.UUID) -> str:
        sql = text("SELECT state FROM instance WHERE id = :id")
        return str(self.connection.execute(sql, {"id": instance}).scalar_one())

    def verified(self) -> bool:
        return all(verdict.ok for verdict in verify(self.rt, self.connection))


@pytest.fixture
def office(
    rt: Runtime, connection: Link, story: Story, clock: FakeClock, person: Callable[[str], Principal]
) -> Office:
    made = Office(rt, connection, story, clock, person)
    for kind in (TaskDue, TaskHanded):
        rt.events.subscribe(kind, lambda uow, event: made.told.append(event))
    return made
