"""挂起 and 恢复 as people are told of them: each once, with the reason, and not who did it himself."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from db import reading, transaction
from engine.commands.complete_task import complete_task
from engine.commands.resume_instance import resume_instance
from engine.commands.start_process import start_process
from engine.commands.suspend_instance import suspend_instance
from engine.queries import boxes
from engine.queries.task_view import open_task
from engine.runtime import Runtime
from identity.principal import Principal
from jobs.handlers.deliver_messages import deliver_messages
from jobs.worker import run_due
from messages.inbox import MessageRow, messages
from messages.subscribers import DELIVER
from tests.jobs.test_notice_story import person, rt

__all__ = ["person", "rt"]

MAIL = {"mailbox": "li@mail.songxi.example", "cause": "wrong_password", "detail": "今早起无法登录"}
WHY, DONE = "学生处核查材料，暂停办理。", "核查完毕。"


def news(principal: Principal) -> list[tuple[str, str]]:
    """What somebody was told of a matter that waits, newest first, with the words of it."""
    return [(row.kind, row.words) for row in told(principal) if row.kind.startswith("instance_")]


def told(principal: Principal) -> tuple[MessageRow, ...]:
    with reading() as conn:
        return messages(conn, principal.person_id).rows


@pytest.fixture
def at_the_clerks(rt: Runtime, person: Callable[[str], Principal]):
    """A mailbox to unlock, which the group of clerks holds."""
    started = start_process(rt, person("tea01"), "email-unlock", MAIL, opinion="请办理")
    head = person("cs_head")
    with reading() as conn:
        task = open_task(rt, conn, head, boxes.page(conn, head, "todo").rows[0].task_id)
    complete_task(rt, head, task.id, version=task.version, outcome="approve", document={}, opinion="同意。")
    return started.instance_id


def test_the_initiator_and_every_handler_are_told_once_and_why(committed: Flask, rt, person, at_the_clerks):
    suspend_instance(rt, person("admin"), at_the_clerks, reason=WHY)
    run_due(committed)
    for login in ("tea01", "it_clerk", "it_deputy"):
        assert news(person(login)) == [("instance_suspended", WHY)], login
    assert news(person("cs_head")) == news(person("stu01")) == []


def test_what_happened_last_is_told_last_however_long_the_news_before_takes(
    committed, rt, person, at_the_clerks, queue
):
    def slowly(*, kind: str, **about: Any) -> None:
        time.sleep(0.3 if kind == "instance_resumed" else 0.0)
        deliver_messages(kind=kind, **about)

    suspend_instance(rt, person("admin"), at_the_clerks, reason=WHY)
    resume_instance(rt, person("admin"), at_the_clerks, reason=DONE)
    suspend_instance(rt, person("admin"), at_the_clerks, reason="再核。")
    for _ in range(3):
        run_due(committed, queue({DELIVER: slowly}))
    assert news(person("tea01")) == [
        ("instance_suspended", "再核。"),
        ("instance_resumed", DONE),
        ("instance_suspended", WHY),
    ]


def test_who_suspends_a_matter_of_his_group_is_not_told_himself(committed, rt, person, at_the_clerks):
    with transaction() as uow:
        member = {"id": person("admin").person_id}
        uow.execute(text("INSERT INTO group_member (group_key, person_id) VALUES ('it-mail', :id)"), member)
    suspend_instance(rt, person("admin"), at_the_clerks, reason=WHY)
    run_due(committed)
    assert news(person("admin")) == []
    assert news(person("it_clerk")) == [("instance_suspended", WHY)]


def test_the_reason_goes_from_the_message_when_it_is_erased(committed, rt, person, at_the_clerks):
    suspend_instance(rt, person("admin"), at_the_clerks, reason=WHY)
    run_due(committed)
    with transaction() as uow:
        uow.execute(text("DELETE FROM record_text WHERE text = :words"), {"words": WHY})
    assert news(person("tea01")) == [("instance_suspended", "")]
