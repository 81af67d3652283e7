"""From a click to the applicant's mailbox: command, event, jobs, the clock and a real SMTP server."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from connectors.setting_up import set_up
from db import reading, transaction
from engine.commands.return_task import return_task
from engine.commands.start_process import start_process
from engine.queries import boxes
from jobs.worker import run_due
from messages.digest import make_digests
from tests.jobs.campus import MAIL, Campus, sql
from tests.messages.post import Post, post_office, words


@pytest.fixture
def post(campus: Campus) -> Iterator[Post]:
    """A mail server, and the hall connected with it."""
    with post_office() as running:
        settings = {
            "backend": "real",
            "host": "127.0.0.1",
            "port": running.port,
            "sender": "hall@example.edu",
            "security": "none",
        }
        with transaction() as uow:
            set_up(uow, campus.rt.vault, "mail", "mail", settings, None, campus.now)
        yield running


def give_back(campus: Campus) -> None:
    """An application comes to the college and is returned."""
    start_process(campus.rt, campus.person("stu01"), "email-unlock", MAIL, opinion="请解锁。")
    head = campus.person("cs_head")
    with reading() as link:
        (task,) = boxes.page(link, head, "todo").rows
    assert task.task_id is not None
    return_task(
        campus.rt, head, task.task_id, version=task.version or 1, to="initiator", opinion="请补充材料。"
    )


def test_who_gets_his_application_back_gets_a_mail_at_once(
    campus: Campus, committed: Flask, post: Post
) -> None:
    sql("UPDATE person SET email = number || '@example.edu'")
    give_back(campus)
    run_due(committed)
    assert post.kept == [], "the message is delivered first; the next tick finds its mail"
    run_due(committed)
    ((to, mail),) = post.kept
    assert to == sql("SELECT email FROM person WHERE number = :n", n=campus.person("stu01").number)
    assert mail["Subject"].startswith("退回给您：")
    task = sql("SELECT id FROM task WHERE state = 'open'")[0]
    assert f"http://127.0.0.1:8000/tasks/{task}" in words(mail)
    run_due(committed)
    assert len(post.kept) == 1


def test_a_task_that_was_done_before_the_digest_is_not_in_it(
    campus: Campus, committed: Flask, post: Post
) -> None:
    sql("UPDATE person SET email = number || '@example.edu'")
    give_back(campus)
    run_due(committed)
    run_due(committed)
    post.kept.clear()
    head = campus.person("cs_head").person_id
    sql("UPDATE message_fate SET at = now() - interval '3 days' WHERE person_id = :head", head=head)
    monday = datetime(2030, 11, 25, 1, 0, tzinfo=UTC)
    with transaction() as uow:
        make_digests(uow, monday)
    sql("UPDATE mail SET next_at = now() - interval '1 second' WHERE state = 'due'")
    run_due(committed)
    assert post.kept == []
    fate = "SELECT f.state || ' ' || f.code FROM message_fate f JOIN message m ON m.id = f.message_id"
    assert sql(f"{fate} WHERE m.kind = 'task_opened' AND f.person_id = :head", head=head) == [
        "skipped no_news"
    ]
    assert sql("SELECT read_at FROM message WHERE person_id = :head", head=head) == [None], "he never read it"


def test_a_mail_whose_job_was_lost_goes_out_all_the_same(
    campus: Campus, committed: Flask, post: Post
) -> None:
    sql("UPDATE person SET email = number || '@example.edu'")
    give_back(campus)
    run_due(committed)
    sql("UPDATE mail SET state = 'queued', next_at = now() - interval '1 second'")
    run_due(committed)
    assert len(post.kept) == 1
