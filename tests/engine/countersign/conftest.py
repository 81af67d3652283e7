"""A matter at its countersign step, and what its signers do there."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text

from bpmn_models.bundle import Bundle
from db import transaction
from engine.commands.add_signers import add_signers
from engine.commands.deploy import deploy
from engine.commands.remove_signer import remove_signer
from engine.commands.withdraw_task import withdraw_task
from engine.opening import open_by_system
from engine.queries.verification import verify
from tests.engine.conftest import Story
from tests.engine.countersign.services import FIVE, panel

_LATEST = text(
    "SELECT id FROM task WHERE instance_id = :id AND handler_id = :person AND state = 'completed'"
    " ORDER BY id DESC LIMIT 1"
)
_STATES = text(
    "SELECT state, count(*) AS n FROM task WHERE instance_id = :id AND element = 'sign' GROUP BY state"
)


@dataclass
class Panel:
    """One matter, told in one line a move."""

    story: Story
    id: uuid.UUID

    def votes(self, *votes: tuple[str, str]) -> None:
        for login, outcome in votes:
            self.story.complete(login, outcome=outcome, opinion="意见如此。")

    def waiting(self, *logins: str) -> list[str]:
        return [login for login in logins or FIVE if self.story.tasks(login)]

    @property
    def result(self) -> dict[str, Any] | None:
        """What stands in ``steps.sign``, without its moment."""
        with transaction() as uow:
            running = open_by_system(self.story.rt, uow, self.id)
            assert running is not None
            found = running.execution.read("steps").get("sign")
        return {key: found[key] for key in found if key != "at"} if found else None

    @property
    def filing(self) -> bool:
        """Whether the panel has approved and the clerk is to file the matter."""
        return any(row.step_name == "归档" for row in self.story.tasks("it_clerk"))

    @property
    def refused(self) -> bool:
        return self.story.view("stu01", self.id).state == "completed"

    @property
    def rows(self) -> dict[str, int]:
        """How many to-do rows of the step stand in each state."""
        return {row.state: row.n for row in self.story.connection.execute(_STATES, {"id": self.id})}

    @property
    def told(self) -> list[tuple[str | None, str]]:
        """The record's lines on what the panel decided: outcome and words."""
        lines = self.story.view("stu01", self.id).record
        return [(line.outcome, line.text) for line in lines if line.kind == "countersign"]

    def withdraw(self, login: str) -> None:
        by = self.story.person(login)
        values = {"id": self.id, "person": by.person_id}
        task = self.story.connection.execute(_LATEST, values).scalar_one()
        withdraw_task(self.story.rt, by, task)

    def ask_beside(self, login: str, *others: str) -> None:
        """加签: one who signs here asks others to sign as he does."""
        task = self.story.task(login)
        ids = [self.story.person(other).person_id for other in others]
        by = self.story.person(login)
        add_signers(self.story.rt, by, task.id, version=task.version, kind="beside", people=ids)

    def leave_out(self, login: str, other: str) -> None:
        """减签: `login` no longer asks `other`."""
        task = self.story.task(other)
        remove_signer(self.story.rt, self.story.person(login), task.id, version=task.version)

    def verified(self) -> bool:
        return all(verdict.ok for verdict in verify(self.story.rt, self.story.connection))


Opens = Callable[..., Panel]


@pytest.fixture
def opens(story: Story) -> Opens:
    """Deploy a service, and bring a matter of it to its panel."""

    def start(countersign: str | Bundle, **kwargs: Any) -> Panel:
        made = panel("panel", countersign, **kwargs) if isinstance(countersign, str) else countersign
        deploy(story.rt, story.person("designer"), made)
        started = story.start("stu01", made.key, {"subject": "事"})
        story.complete("it_clerk", outcome="done")
        return Panel(story, started.instance_id)

    return start
