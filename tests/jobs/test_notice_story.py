"""公告发布 through every room: the hall lets the author in, the engine runs, notice and messages arrive."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from connectors.local_files import LocalFiles
from connectors.stored import StoredConnectors
from connectors.vault import Vault
from db import reading
from engine.commands.complete_task import complete_task
from engine.commands.start_process import start_process
from engine.errors import NotEligible
from engine.queries import boxes
from engine.runtime import Runtime
from expressions.sandbox import Sandbox
from hall.catalogue import Filters, search
from hall.owner import owner
from hall.starting import eligibility
from identity.principal import Principal, load
from jobs.worker import SETTINGS, run_due
from messages.inbox import messages
from messages.subscribers import subscribe
from notices.listing import notices
from notices.publishing import OPERATION, publish_notice
from tests.campus_database import load_people, open_services

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NOTICE = {"title": "关于元旦放假安排的通知", "kind": "school", "body": "1 月 1 日至 3 日放假。"}
TO_STUDENTS = {**NOTICE, "receiverMode": "kinds", "receiverKinds": ["student"]}
TO_COLLEGE = {**NOTICE, "receiverMode": "units", "receiverUnits": ["cs"]}


def clock() -> datetime:
    return NOW


@pytest.fixture
def rt(committed: Flask, tmp_path: Path) -> Iterator[Runtime]:
    """The rooms wired as `app.py` wires them, over the demo campus with the shipped services listed."""
    sandbox = Sandbox()
    made = Runtime(
        sandbox=sandbox,
        vault=Vault([b"v" * 32]),
        connectors=StoredConnectors(Vault([b"v" * 32])),
        files=LocalFiles(tmp_path),
        record_key=committed.extensions[SETTINGS].record_key,
        eligible=eligibility(clock),
        owner=owner,
        clock=clock,
    )
    made.operations.register(OPERATION, publish_notice)
    subscribe(made.events, clock)
    load_people(NOW)
    open_services(made, NOW)
    yield made
    sandbox.close()


@pytest.fixture
def person(rt: Runtime) -> Callable[[str], Principal]:
    def find(login: str) -> Principal:
        query = text("SELECT person_id FROM account WHERE subject = :login")
        with reading() as conn:
            principal = load(conn, conn.execute(query, {"login": login}).scalar_one())
        assert principal is not None
        return principal

    return find


def told(principal: Principal) -> list[str]:
    with reading() as conn:
        return [message.kind for message in messages(conn, principal.person_id).rows]


def received(principal: Principal) -> list[str]:
    with reading() as conn:
        return [row.title for row in notices(conn, principal).rows]


@pytest.mark.parametrize(
    ("document", "tea01_reads"), [(TO_STUDENTS, False), (TO_COLLEGE, True)], ids=["kinds", "units"]
)
def test_an_approved_notice_reaches_its_receivers_and_everybody_is_told(
    committed: Flask,
    rt: Runtime,
    person: Callable[[str], Principal],
    document: dict[str, Any],
    tea01_reads: bool,
) -> None:
    author, head, student = person("office_author"), person("office_head"), person("stu01")
    start_process(rt, author, "notice", document)
    run_due(committed)
    assert told(head) == ["task_opened"]
    with reading() as conn:
        (task,) = boxes.page(conn, head, "todo").rows
    assert task.task_id is not None
    complete_task(
        rt, head, task.task_id, version=task.version, outcome="approve", document={}, opinion="可以发布。"
    )
    run_due(committed)
    assert received(student) == [NOTICE["title"]]
    assert bool(received(person("tea01"))) is tea01_reads
    assert told(author) == ["instance_completed"]
    assert told(student) == []


def test_only_the_authors_of_notices_may_start_one(rt: Runtime, person: Callable[[str], Principal]) -> None:
    with pytest.raises(NotEligible):
        start_process(rt, person("stu01"), "notice", TO_STUDENTS)


def test_the_hall_lists_what_ships_under_its_department(rt: Runtime) -> None:
    with reading() as conn:
        assert {row.key for row in search(conn, Filters()).rows} == {
            "email-unlock",
            "fitness-exemption",
            "notice",
        }
        assert [row.key for row in search(conn, Filters("guoce")).rows] == ["fitness-exemption"]
        assert owner(conn, "email-unlock") == "school/it/"
        assert owner(conn, "nothing") is None
