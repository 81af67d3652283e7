"""A hall in which time and deliveries happen when a story says so."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle
from db.link import Link, Row
from engine.commands.deliver_event import deliver_event, hear_event
from engine.commands.deploy import deploy
from engine.commands.fire_timers import fire_timers
from engine.commands.look_for_messages import look_for_messages
from engine.commands.start_process import Started, start_process
from engine.queries.verification import verify
from engine.runtime import Runtime
from engine.saving import DELIVER_EVENT, HEAR_EVENT, LOOK_FOR_MESSAGES
from identity.principal import Principal
from tests.engine.conftest import FakeClock, Story

_JOBS = text(
    "DELETE FROM procrastinate_jobs WHERE id IN (SELECT id FROM procrastinate_jobs WHERE task_name ="
    " ANY(:names) ORDER BY id) RETURNING id, task_name, args"
)
_ELEMENTS = text("SELECT element FROM task WHERE id = ANY(:ids) ORDER BY id")


@dataclass
class Hall:
    """What the stories of this folder do, one line a move."""

    rt: Runtime
    connection: Link
    story: Story
    clock: FakeClock
    person: Callable[[str], Principal]

    def deploy(self, bundle: Bundle) -> str:
        deploy(self.rt, self.person("designer"), bundle)
        return bundle.key

    def start(self, key: str, login: str = "stu01", subject: str = "事") -> Started:
        return start_process(self.rt, self.person(login), key, {"subject": subject})

    def deliver(self) -> int:
        """Do the jobs that carry events, with those that they defer; give how many there were."""
        done = 0
        names = [DELIVER_EVENT, HEAR_EVENT, LOOK_FOR_MESSAGES]
        while jobs := self.connection.execute(_JOBS, {"names": names}).all():
            for job in sorted(jobs, key=lambda job: job.id):
                done += self.do(job)
        return done

    def do(self, job: Row) -> int:
        """Do one job; only those that bring an event count."""
        if job.task_name == LOOK_FOR_MESSAGES:
            look_for_messages(self.rt, job.args["service_key"], job.args["names"])
            return 0
        occurrence = uuid.UUID(job.args["occurrence_id"])
        if job.task_name == DELIVER_EVENT:
            deliver_event(self.rt, occurrence)
        else:
            hear_event(self.rt, occurrence, uuid.UUID(job.args["instance_id"]))
        return 1

    def later(self, **step: float) -> int:
        """Let time pass, and fire what is due."""
        self.clock.forward(**step)
        return fire_timers(self.rt)

    def open(self, login: str = "stu01") -> list[str]:
        """Elements of a person's open tasks, oldest first."""
        ids = [row.task_id for row in self.story.tasks(login)]
        return list(self.connection.execute(_ELEMENTS, {"ids": ids}).scalars())

    def state(self, instance_id: uuid.UUID) -> str:
        sql = text("SELECT state FROM instance WHERE id = :id")
        return str(self.connection.execute(sql, {"id": instance_id}).scalar_one())

    def instances(self, key: str) -> list[str]:
        """States of all instances of a service, in order of their beginning."""
        sql = text("SELECT state FROM instance WHERE service_key = :key ORDER BY started_at, id")
        return list(self.connection.execute(sql, {"key": key}).scalars())

    def count(self, table: str) -> int:
        return int(self.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    def verified(self) -> bool:
        return all(verdict.ok for verdict in verify(self.rt, self.connection))


@pytest.fixture
def hall(
    rt: Runtime, connection: Link, story: Story, clock: FakeClock, person: Callable[[str], Principal]
) -> Hall:
    return Hall(rt, connection, story, clock, person)
