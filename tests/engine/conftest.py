"""The demo campus with the shipped services deployed, and people to act in stories."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from connectors.local_files import LocalFiles
from connectors.stored import StoredConnectors
from connectors.vault import Vault
from db import reading
from db.link import Link
from engine import attachments
from engine.calling import MAKE_CALL
from engine.commands.complete_task import Done, complete_task
from engine.commands.make_call import make_call
from engine.commands.return_task import return_task
from engine.commands.start_process import Started, start_process
from engine.operations import OperationContext
from engine.queries import boxes, instance_view, task_view
from engine.runtime import Runtime
from expressions.sandbox import Sandbox
from identity.principal import Principal, load
from tests.campus_database import NOW, load_people
from tests.conftest import rolled_back
from web.current import RUNTIME


class FakeClock:
    """A clock that moves only when a story says so."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> None:
        self.now += timedelta(**step)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    made = Sandbox()
    yield made
    made.close()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def published() -> list[dict[str, Any]]:
    """What the notice service published, instead of the notices' own table."""
    return []


@pytest.fixture
def connection(app: Flask, campus: Engine) -> Iterator[Link]:
    """A connection to the demo campus whose every change is rolled back."""
    with rolled_back(campus) as link:
        yield link


@pytest.fixture
def rt(
    connection: Link,
    sandbox: Sandbox,
    clock: FakeClock,
    tmp_path: Path,
    published: list[dict[str, Any]],
) -> Runtime:
    """The engine over the demo campus, with the three shipped services in force."""
    vault = Vault([b"v" * 32])
    runtime = Runtime(
        sandbox=sandbox,
        vault=vault,
        connectors=StoredConnectors(vault),
        files=LocalFiles(tmp_path / "files"),
        record_key=b"r" * 32,
        eligible=lambda connection, by, key: True,
        owner=lambda connection, key: {"email-unlock": "school/it/"}.get(key, "school/pe/"),
        clock=clock,
    )

    def publish(context: OperationContext, params: Any) -> dict[str, Any]:
        published.append(dict(params))
        return {"id": len(published)}

    runtime.operations.register("notices.publish", publish)
    return runtime


@pytest.fixture
def person(connection: Link, rt: Runtime) -> Callable[[str], Principal]:
    """Give the principal behind a demo login."""

    def find(login: str) -> Principal:
        person_id = connection.execute(
            text("SELECT person_id FROM account WHERE subject = :login"), {"login": login}
        ).scalar_one()
        principal = load(connection, person_id)
        assert principal is not None
        return principal

    return find


@pytest.fixture
def mail() -> dict[str, Any]:
    return {"mailbox": "li@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}


@pytest.fixture
def fitness() -> dict[str, Any]:
    return {
        "phone": "000-5550-0186",
        "className": "计算机 2403 班",
        "category": "injury",
        "testItems": ["run_long"],
        "reason": "右踝扭伤，医嘱制动四周",
        "validFrom": "2026-11-23",
        "validUntil": "2026-12-31",
        "pledge": True,
    }


@pytest.fixture
def notice() -> dict[str, Any]:
    return {
        "title": "关于元旦放假安排的通知",
        "kind": "school",
        "receiverMode": "kinds",
        "receiverKinds": ["student", "staff"],
        "body": "2027 年 1 月 1 日至 3 日放假。",
    }


_CALLS = text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :name"
    " RETURNING id, CAST(args ->> 'call_id' AS uuid) AS call"
)


@dataclass(frozen=True)
class Story:
    """Shorthands for telling what people do, one line a move."""

    rt: Runtime
    connection: Link
    person: Callable[[str], Principal]

    def tasks(self, login: str) -> list[boxes.BoxRow]:
        return list(boxes.page(self.connection, self.person(login), "todo").rows)

    def task(self, login: str) -> task_view.TaskView:
        """Open the newest to-do item of a person."""
        row = self.tasks(login)[0]
        assert row.task_id is not None
        return task_view.open_task(self.rt, self.connection, self.person(login), row.task_id)

    def start(self, login: str, service: str, document: dict[str, Any], **kwargs: Any) -> Started:
        return start_process(self.rt, self.person(login), service, document, **kwargs)

    def complete(
        self, login: str, outcome: str = "approve", opinion: str = "同意。", **document: Any
    ) -> Done:
        task = self.task(login)
        return complete_task(
            self.rt,
            self.person(login),
            task.id,
            version=task.version,
            outcome=outcome,
            document=document,
            opinion=opinion,
        )

    def give_back(self, login: str, to: str = "initiator", opinion: str = "请补充材料。") -> Done:
        task = self.task(login)
        return return_task(self.rt, self.person(login), task.id, version=task.version, to=to, opinion=opinion)

    def work(self) -> int:
        """Make the calls of outside systems that steps ask, also of the steps behind them; give how many."""
        made = 0
        while jobs := self.connection.execute(_CALLS, {"name": MAKE_CALL}).all():
            for job in sorted(jobs, key=lambda job: job.id):
                make_call(self.rt, job.call)
                made += 1
        return made

    def view(self, login: str, instance_id: uuid.UUID) -> instance_view.InstanceView:
        return instance_view.view(self.rt, self.connection, self.person(login), instance_id)

    def upload(self, login: str, name: str = "诊断证明.pdf") -> dict[str, Any]:
        ref = attachments.store(self.rt, self.person(login), name, "application/pdf", BytesIO(b"%PDF-1.7"))
        return {"id": ref.id, "name": ref.name, "size": ref.size}


@pytest.fixture
def story(rt: Runtime, connection: Link, person: Callable[[str], Principal]) -> Story:
    return Story(rt, connection, person)


@pytest.fixture
def rt_committed(committed):
    """An engine over a campus that is really stored, for several threads."""
    runtime = committed.extensions[RUNTIME]
    load_people(NOW)
    return runtime


@pytest.fixture
def person_of(rt_committed):
    """Give the principal behind a demo login, as stored."""

    def find(login: str) -> Principal:
        with reading() as connection:
            sql = text("SELECT person_id FROM account WHERE subject = :login")
            found = load(connection, connection.execute(sql, {"login": login}).scalar_one())
        assert found is not None
        return found

    return find
