"""A worker calls a real system over HTTP for a matter that waits, as it was set up a moment before."""

import json
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from connectors.setting_up import set_up
from db import reading, transaction
from engine.commands.deploy import deploy
from engine.commands.start_process import start_process
from engine.runtime import Runtime
from identity.principal import Principal, load
from jobs.worker import run_due
from tests.campus_database import load_people
from tests.connectors.servers import Site, answer, site
from tests.engine.events.services import APPLY, bundle, flows, process, step
from web.current import RUNTIME

OPERATION = (
    '<extensionElements><tb:operation name="cards.block"><tb:in name="card" expression="subject"/>'
    '<tb:out name="blocked" expression="result.body.at"/></tb:operation></extensionElements>'
)


@pytest.fixture
def cards() -> Iterator[Site]:
    with site(lambda handler, seen: answer(handler, 200, b'{"at": "2026-11-28"}')) as running:
        yield running


@pytest.fixture
def rt(committed: Flask) -> Runtime:
    made: Runtime = committed.extensions[RUNTIME]
    load_people(made.clock())
    return made


def person(login: str) -> Principal:
    query = text("SELECT person_id FROM account WHERE subject = :login")
    with reading() as connection:
        found = load(connection, connection.execute(query, {"login": login}).scalar_one())
    assert found is not None
    return found


def states(table: str) -> list[str]:
    with reading() as connection:
        return list(connection.execute(text(f"SELECT state FROM {table} ORDER BY 1")).scalars())


def test_a_matter_goes_on_with_what_another_system_answered(
    committed: Flask, rt: Runtime, cards: Site
) -> None:
    settings = {
        "backend": "real",
        "address": f"{cards.address}/api",
        "private": True,
        "operations": {"block": {"path": "/cards/{card}/block"}},
    }
    with transaction() as uow:
        set_up(uow, rt.vault, "cards", "http", settings, "t0ken", rt.clock())
    ask = f'<serviceTask id="ask" name="停卡">{OPERATION}</serviceTask>'
    body = f'<startEvent id="s"/>{APPLY}{ask}{step("last", "查收")}<endEvent id="e"/>'
    service = bundle("block-card", process("main", body + flows("s", "apply", "ask", "last", "e")))
    deploy(rt, person("designer"), service)
    object.__setattr__(rt, "eligible", lambda link, by, key: True)
    started = start_process(rt, person("stu01"), "block-card", {"subject": "20263301"})
    assert cards.seen == []
    run_due(committed)
    (seen,) = cards.seen
    assert (seen.method, seen.path, json.loads(seen.body)) == ("POST", "/api/cards/20263301/block", {})
    assert seen.headers["Authorization"] == "Bearer t0ken"
    with reading() as connection:
        key = connection.execute(text("SELECT id FROM call")).scalar_one()
    assert seen.headers["Idempotency-Key"] == str(key)
    assert states("call") == ["done"]
    assert started.state == "running"
    assert "open" in states("task"), "the next step is somebody's to-do"
