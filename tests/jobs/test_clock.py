"""The worker's clock: a timer of a real matter fires in the program as it runs, in several places at once."""

import dataclasses
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import text

from db import reading, transaction
from engine.commands.deploy import deploy
from engine.commands.start_process import start_process
from identity.principal import load
from jobs.clock import PAUSE_S, tick, tick_and_look_ahead
from tests.campus_database import load_people
from tests.engine.events.services import APPLY, bundle, flows, process, step, timer
from web.current import runtime

_PEOPLE = text("SELECT subject, person_id FROM account WHERE subject IN ('stu01', 'designer')")
_OPEN = text("SELECT element, count(*) FROM task WHERE state = 'open' GROUP BY element ORDER BY element")


def waiting() -> str:
    catch = f'<intermediateCatchEvent id="wait">{timer("PT1S")}</intermediateCatchEvent>'
    body = f'<startEvent id="s"/>{APPLY}{catch}{step("after")}<endEvent id="e"/>'
    return process("main", body + flows("s", "apply", "wait", "after", "e"))


@pytest.fixture
def start(committed: Flask) -> Callable[[str, str], list[uuid.UUID]]:
    """Deploy a process and start it eight times."""
    load_people(runtime().clock())
    with reading() as link:
        people = {row.subject: load(link, row.person_id) for row in link.execute(_PEOPLE)}
    rt = runtime()
    # Nobody lists the service in the hall here: whoever asks may start it.
    rt = dataclasses.replace(rt, eligible=lambda *asked: True)
    student = people["stu01"]
    assert student is not None

    def eight(key: str, diagram: str) -> list[uuid.UUID]:
        deploy(rt, people["designer"], bundle(key, diagram))
        return [start_process(rt, student, key, {"subject": str(n)}).instance_id for n in range(8)]

    return eight


_RULES = (
    '<tb:deadline within="PT1S" time="plain"><tb:action at="-PT1S" do="remind"/>'
    '<tb:action at="PT0S" do="pass" outcome="done"/></tb:deadline>'
)
_DUE = text("SELECT kind, count(*) FROM record_entry WHERE kind LIKE 'due_%' GROUP BY kind ORDER BY kind")


def hurried() -> str:
    body = f'<startEvent id="s"/>{APPLY}{step("check", more=_RULES)}{step("after")}<endEvent id="e"/>'
    return process("main", body + flows("s", "apply", "check", "after", "e"))


def open_steps() -> dict[str, int]:
    with reading() as link:
        return {row.element: row.count for row in link.execute(_OPEN)}


@pytest.mark.slow
def test_timers_fire_once_when_several_workers_look_at_once(
    committed: Flask, start: Callable[[str, str], list[uuid.UUID]]
) -> None:
    matters = start("wait", waiting())
    assert tick(committed) == 0
    time.sleep(1.1)
    with ThreadPoolExecutor(4) as pool:
        fired = list(pool.map(lambda _: tick(committed), range(4)))
    assert sum(fired) == len(matters)
    assert open_steps() == {"after": len(matters)}
    assert tick(committed) == 0


@pytest.mark.slow
def test_deadlines_are_kept_once_when_several_workers_look_at_once(
    committed: Flask, start: Callable[[str, str], list[uuid.UUID]]
) -> None:
    matters = start("hurry", hurried())
    time.sleep(0.1)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tick(committed), range(4)))
    assert open_steps() == {"check": len(matters)}
    time.sleep(1.1)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tick(committed), range(4)))
    assert open_steps() == {"after": len(matters)}
    with reading() as link:
        found = {row.kind: row.count for row in link.execute(_DUE)}
    assert found == {"due_pass": len(matters), "due_remind": len(matters)}
    assert tick(committed) == 0


@pytest.mark.slow
def test_a_matter_that_somebody_is_at_holds_up_no_other(
    committed: Flask, start: Callable[[str, str], list[uuid.UUID]]
) -> None:
    """As long as a handler's request, or another worker, holds an instance, the sweep passes it over."""
    matters = start("wait", waiting())
    time.sleep(1.1)
    with ThreadPoolExecutor(1) as pool, transaction() as uow:
        uow.execute(text("SELECT FROM instance WHERE id = :id FOR UPDATE"), {"id": matters[0]}).all()
        assert pool.submit(tick, committed).result(20) == len(matters) - 1
    assert tick(committed) == 1
    assert open_steps() == {"after": len(matters)}


@pytest.mark.slow
def test_the_clock_sleeps_until_the_next_moment_and_a_second_at_most(
    committed: Flask, start: Callable[[str, str], list[uuid.UUID]]
) -> None:
    # The first tick of all calls what the demo campus has prepared, and looks again at once.
    while tick_and_look_ahead(committed) == 0:
        pass
    assert tick_and_look_ahead(committed) == PAUSE_S
    start("wait", waiting())
    pauses = []
    while sum(open_steps().values()) < 8:
        pauses.append(tick_and_look_ahead(committed))
        time.sleep(pauses[-1])
    assert all(0 <= pause < PAUSE_S for pause in pauses)
    assert len(pauses) < 20, "it looks over and over instead of sleeping"
