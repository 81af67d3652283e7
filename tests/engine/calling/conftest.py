"""A hall with one outside system, which does what a story tells it, and keeps what it was asked."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from sqlalchemy import text

from connectors.outside import Bound, Patience, Request
from engine.calling import MAKE_CALL
from engine.commands.make_call import make_call
from engine.commands.queue_calls import queue_calls
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import APPLY, bundle, flow, flows, process, step

__all__ = ["hall"]

_JOBS = text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :name"
    " RETURNING id, CAST(args ->> 'call_id' AS uuid) AS call"
)
_CALLS = text("SELECT id, state, tries, code, detail, next_at, params, answer FROM call ORDER BY opened_at")

CAUGHT = (
    '<boundaryEvent id="b" attachedToRef="ask"><errorEventDefinition errorRef="err"/></boundaryEvent>'
    f"{step('mend', '补正')}"
)
ERROR = '<error id="err" errorCode="REFUSED"/>'
OPERATION = (
    '<tb:operation name="desk.open"><tb:in name="about" expression="subject"/>'
    '<tb:out name="number" expression="result.number"/></tb:operation>'
)


@dataclass
class Desk:
    """The outside system: `answers` are taken one by one, the last stays; an exception is raised."""

    answers: list[Any] = field(default_factory=lambda: [{"number": 1}])
    asked: list[Request] = field(default_factory=list)

    def call(self, request: Request, limit_s: float) -> dict[str, Any]:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)

    @property
    def keys(self) -> set[str]:
        return {request.key for request in self.asked}


@dataclass
class Desks:
    """Connectors by name."""

    bound: dict[str, Bound]

    def operations(self, link: object) -> frozenset[str]:
        return frozenset({"desk.open"})

    def find(self, link: object, name: str) -> Bound | None:
        return self.bound.get(name)


@dataclass
class Outside:
    """What the stories of this folder do."""

    hall: Hall
    desk: Desk
    desks: Desks

    def deploy(self, operation: str = OPERATION, more: str = "") -> str:
        inside = f"<extensionElements>{operation}</extensionElements>"
        ask = f'<serviceTask id="ask" name="开户">{inside}</serviceTask>'
        body = f'<startEvent id="s"/>{APPLY}{ask}{step("last", "查收")}<endEvent id="e"/>{more}'
        body += flows("s", "apply", "ask", "last", "e") + (flow("b", "mend") if more else "")
        return self.hall.deploy(bundle("opening", process("main", body), ERROR))

    def start(self, operation: str = OPERATION, more: str = "", subject: str = "事") -> uuid.UUID:
        return self.hall.start(self.deploy(operation, more), subject=subject).instance_id

    def be_patient(self, **patience: Any) -> None:
        """Give the desk other limits."""
        bound = self.desks.bound["desk"]
        self.desks.bound["desk"] = replace(bound, patience=replace(bound.patience, **patience))

    def jobs(self) -> list[uuid.UUID]:
        """Take the jobs that make calls out of the queue."""
        found = self.hall.connection.execute(_JOBS, {"name": MAKE_CALL}).all()
        return [row.call for row in sorted(found, key=lambda row: row.id)]

    def work(self) -> int:
        """Do the jobs that are there; give how many."""
        jobs = self.jobs()
        for call in jobs:
            make_call(self.hall.rt, call)
        return len(jobs)

    def later(self, **time: float) -> int:
        """Let time pass, sweep, and do what that queued."""
        self.hall.clock.forward(**time)
        queue_calls(self.hall.rt)
        return self.work()

    def calls(self) -> list[Any]:
        return list(self.hall.connection.execute(_CALLS).all())

    def states(self) -> list[str]:
        return [row.state for row in self.calls()]


@pytest.fixture
def outside(hall: Hall, request: pytest.FixtureRequest) -> Outside:
    desk = Desk()
    desks = Desks({"desk": Bound(desk, Patience(tries=3, first_wait_s=10, factor=2, breaks_after=99))})
    object.__setattr__(hall.rt, "connectors", desks)
    return Outside(hall, desk, desks)


Make = Callable[..., uuid.UUID]
