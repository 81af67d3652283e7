"""The demo campus as stored, by a clock that a test turns, with people and several workers at once."""

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import text

from bpmn_models.bundle import shipped
from db import reading, transaction
from engine import attachments
from engine.commands.deploy import deploy
from engine.runtime import Runtime
from identity.principal import Principal, load
from messages.inbox import messages
from tests.campus_database import load_people
from web.current import RUNTIME

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MAIL = {"mailbox": "li@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}


@dataclasses.dataclass
class Campus:
    """What stands, and what somebody does there."""

    app: Flask
    rt: Runtime
    now: datetime = NOW

    def person(self, login: str) -> Principal:
        query = text("SELECT person_id FROM account WHERE subject = :login")
        with reading() as connection:
            found = load(connection, connection.execute(query, {"login": login}).scalar_one())
        assert found is not None
        return found

    def upload(self, login: str, content: bytes = b"%PDF-1.7", name: str = "诊断证明.pdf") -> dict[str, Any]:
        ref = attachments.store(self.rt, self.person(login), name, "application/pdf", BytesIO(content))
        return {"id": ref.id, "name": ref.name, "size": ref.size}

    def told(self, login: str) -> list[tuple[str, str]]:
        with reading() as connection:
            rows = messages(connection, self.person(login).person_id).rows
        return [(row.kind, row.title) for row in rows]

    def together(self, *functions: Callable[[], Any]) -> list[Any]:
        """Run some functions at once, each in a thread of its own; give what they gave."""

        def call(function: Callable[[], Any]) -> Any:
            with self.app.app_context():
                return function()

        with ThreadPoolExecutor(len(functions)) as pool:
            return [done.result() for done in [pool.submit(call, one) for one in functions]]


def make_campus(app: Flask) -> Campus:
    """Load the campus, and put the services in force that ship."""
    wired: Runtime = app.extensions[RUNTIME]
    made = Campus(app, wired)
    made.rt = dataclasses.replace(wired, clock=lambda: made.now, eligible=lambda link, by, key: True)
    load_people(NOW)
    for bundle in shipped():
        deploy(made.rt, None, bundle)
    return made


def sql(query: str, **values: Any) -> Any:
    """Ask the database, or change it; the first column, if there is one."""
    with transaction() as uow:
        found = uow.connection.execute(text(query), values)
        return list(found.scalars()) if found.returns_rows else None
