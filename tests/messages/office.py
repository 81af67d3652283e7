"""The hall's mails with a real SMTP server, by a clock that a test turns."""

import dataclasses
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from sqlalchemy import text

from connectors.setting_up import set_up
from db import reading, transaction
from engine.runtime import Runtime
from identity.keys import person_key
from messages.delivery import deliver
from messages.digest import make_digests
from messages.sending import queue_mails, send_mail
from tests.messages.conftest import NOW
from tests.messages.post import Post
from web.current import RUNTIME
from web.letters.writing import write

MORNING = datetime(2026, 9, 2, 0, 0, tzinfo=UTC)
"""Wednesday, 8 o'clock on the campus."""
MATTER = uuid.UUID(int=7)
People = dict[str, int]


@dataclasses.dataclass
class Office:
    """The hall's mails by a clock that a test turns."""

    rt: Runtime
    now: datetime = NOW

    def tell(self, person_id: int, kind: str, event: str = "", **more: Any) -> None:
        told = {
            "instance_id": uuid.UUID(int=7),
            "task_id": None,
            "title": "邮箱解锁申请 沈亦舟",
            "step_name": "",
        }
        with transaction() as uow:
            deliver(
                uow,
                event=event or f"{kind}:1",
                kind=kind,
                to=[person_key(person_id)],
                at=self.now,
                now=self.now,
                **(told | more),
            )

    def work(self) -> None:
        """Send what is due, as workers do."""
        queue_mails(self.rt)
        for mail_id in self.due():
            send_mail(self.rt, mail_id, write)

    def due(self) -> list[uuid.UUID]:
        return list(sql("SELECT id FROM mail WHERE state = 'queued' ORDER BY created_at, id"))

    def digest(self, now: datetime) -> None:
        self.now = now
        with transaction() as uow:
            make_digests(uow, now)
        self.work()


def sql(query: str, **values: Any) -> Any:
    with transaction() as uow:
        found = uow.connection.execute(text(query), values)
        return list(found.scalars()) if found.returns_rows else None


def fates() -> list[tuple[str, str | None]]:
    with reading() as connection:
        rows = connection.execute(text("SELECT state, code FROM message_fate ORDER BY message_id"))
        return [tuple(row) for row in rows]


def open_office(committed: Flask, post: Post) -> Office:
    """Connect the hall with a mail server, and give everybody an address there."""
    rt: Runtime = committed.extensions[RUNTIME]
    settings = {
        "backend": "real",
        "host": "127.0.0.1",
        "port": post.port,
        "sender": "hall@example.edu",
        "security": "none",
        "patience": {"tries": 2, "first_wait_s": 10, "breaks_after": 50},
    }
    sql("UPDATE person SET email = name || '@example.edu'")
    made = Office(rt)
    with transaction() as uow:
        set_up(uow, rt.vault, "mail", "mail", settings, None, NOW)
    made.rt = dataclasses.replace(rt, clock=lambda: made.now)
    return made
