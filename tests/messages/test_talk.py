"""Messages about copies, comments and reminders: each to whom it concerns, once."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from db import reading, transaction
from engine.events import Commented, CopiesSent, EventBus, ReminderAnswered, TaskReminded
from identity.keys import group_key
from messages.inbox import MessageRow, messages
from messages.talk import subscribe_talk
from tests.messages.conftest import NOW

People = dict[str, int]
INSTANCE = uuid.UUID(int=9)
TITLE = "邮箱解锁申请 解云舒 2026-11-23"
STEP = "部门负责人意见"


@pytest.fixture
def happen(committed: Flask, people: People) -> Callable[[object], None]:
    events = EventBus()
    subscribe_talk(events, lambda: NOW)

    def happened(event: object) -> None:
        with transaction() as uow:
            events.publish(uow, event)

    return happened


def box(person_id: int) -> list[tuple[str, str, int | None]]:
    with reading() as conn:
        return [(row.kind, row.step_name, row.task_id) for row in rows(conn, person_id)]


def rows(conn, person_id: int) -> tuple[MessageRow, ...]:
    return messages(conn, person_id).rows


def test_each_hears_what_concerns_him(people: People, happen: Callable[[object], None], work) -> None:
    ann, bob, stu = (people[name] for name in ("ann", "bob", "stu"))
    for event in (
        CopiesSent(INSTANCE, 2, TITLE, STEP, (stu,)),
        Commented(INSTANCE, 3, TITLE, (ann,), bob),
        TaskReminded(INSTANCE, 7, 4, TITLE, STEP, (group_key("it-mail"),)),
        ReminderAnswered(INSTANCE, 5, TITLE, STEP, (stu,)),
    ):
        happen(event)
        # One after the other: jobs that wait together may be done in any order.
        work()

    assert box(stu) == [("reminder_answered", STEP, None), ("copied", STEP, None)]
    assert box(ann) == [("reminded", STEP, 7), ("mentioned", "", None)]
    assert box(bob) == [("reminded", STEP, 7), ("replied", "", None)]
    with reading() as conn:
        assert {row.title for row in rows(conn, ann)} == {TITLE}


def test_the_next_reminder_is_another_message_the_same_one_is_not(
    people: People, happen: Callable[[object], None], work
) -> None:
    ann = people["ann"]
    for n in (4, 4, 8):
        happen(TaskReminded(INSTANCE, 7, n, TITLE, STEP, (f"p:{ann}",)))
    work()
    assert len(box(ann)) == 2


def test_where_nobody_is_meant_no_job_is_made(
    people: People, happen: Callable[[object], None], counted
) -> None:
    counted.clear()
    happen(ReminderAnswered(INSTANCE, 5, TITLE, STEP, ()))
    assert [sql for sql in counted if "procrastinate" in sql] == []
