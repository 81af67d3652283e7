"""Tasks that are due within a day: whoever holds one is told once, whoever looks."""

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from db import transaction
from engine.commands.start_process import start_process
from jobs.worker import run_due
from messages.due_soon import tell_what_is_due
from tests.jobs.campus import MAIL, NOW, Campus, sql


@pytest.fixture
def matter(campus: Campus) -> uuid.UUID:
    """A matter that waits at the college, without haste."""
    started = start_process(campus.rt, campus.person("stu01"), "email-unlock", MAIL, opinion="请解锁。")
    sql("DELETE FROM deadline")
    sql("UPDATE task SET due_at = NULL")
    return started.instance_id


def due(campus: Campus, hours: float, opened_before: float = 100) -> None:
    sql(
        "UPDATE task SET due_at = :due, opened_at = :opened WHERE state = 'open'",
        due=campus.now + timedelta(hours=hours),
        opened=campus.now - timedelta(hours=opened_before),
    )


def look(campus: Campus, limit: int = 200) -> int:
    with transaction() as uow:
        return tell_what_is_due(uow, campus.now, limit=limit)


def told(campus: Campus, committed: Flask, login: str = "cs_head") -> list[str]:
    run_due(committed)
    return [kind for kind, _ in campus.told(login) if kind.startswith("task_") and kind != "task_opened"]


def test_what_is_due_within_a_day_is_told_once(campus: Campus, committed: Flask, matter: uuid.UUID) -> None:
    assert look(campus) == 0, "nothing is due"
    due(campus, 25)
    assert look(campus) == 0
    due(campus, 23)
    assert look(campus) == 1
    assert look(campus) == 0
    assert told(campus, committed) == ["task_due"]
    assert told(campus, committed, "stu01") == []


def test_what_is_past_its_time_is_told_as_overdue(
    campus: Campus, committed: Flask, matter: uuid.UUID
) -> None:
    due(campus, -1)
    assert look(campus) == 1
    assert told(campus, committed) == ["task_overdue"]


def test_what_has_little_time_is_told_when_half_of_it_is_over(campus: Campus, matter: uuid.UUID) -> None:
    due(campus, 4, opened_before=0)
    assert look(campus) == 0
    campus.now += timedelta(hours=2)
    assert look(campus) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE task SET held_at = now()",
        "UPDATE task SET state = 'completed'",
        "UPDATE instance SET state = 'suspended'",
        "INSERT INTO deadline (task_id, n, at, rule, done_at, result)"
        " SELECT id, 1, now(), '{\"do\": \"remind\"}', now(), 'fired' FROM task WHERE state = 'open'",
    ],
    ids=["held", "done", "suspended", "reminded"],
)
def test_what_waits_is_done_or_was_reminded_of_is_left_alone(
    campus: Campus, matter: uuid.UUID, change: str
) -> None:
    due(campus, 5)
    sql(change)
    assert look(campus) == 0


def test_the_one_who_claimed_it_is_told(campus: Campus, committed: Flask, matter: uuid.UUID) -> None:
    due(campus, 5)
    sql("UPDATE task SET claimed_by = :who", who=campus.person("it_deputy").person_id)
    look(campus)
    assert told(campus, committed) == []
    assert told(campus, committed, "it_deputy") == ["task_due"]


def test_several_workers_tell_it_once(campus: Campus, committed: Flask, matter: uuid.UUID) -> None:
    due(campus, 5)
    found = campus.together(*[lambda: look(campus)] * 4)
    assert sum(found) == 1
    assert told(campus, committed) == ["task_due"]
    assert campus.now == NOW
