"""批量处理: many tasks with one decision; each is done or refused for itself (D5, X1)."""

import pytest
from sqlalchemy import text

from bpmn_models.bundle import shipped
from cli.services import publish
from db import reading
from engine.commands.claim_task import claim_task
from engine.commands.complete_tasks import MOST, Chosen, complete_tasks
from engine.commands.deploy import deploy
from engine.commands.start_process import start_process
from engine.errors import (
    Forbidden,
    HandledBy,
    Invalid,
    NotFound,
    NotInBulk,
    OpinionRequired,
    Stale,
    TooManyTasks,
    UnknownOutcome,
)
from engine.queries.bulk import common_outcomes, offers
from tests.engine.events.services import APPLY, bundle, flows, process, step


@pytest.fixture
def three(story, mail):
    """Three applications for one head, and their tasks."""
    for login in ("stu01", "stu02", "stu03"):
        story.start(login, "email-unlock", mail, opinion="请予以办理！")
    return [Chosen(row.task_id, row.version) for row in story.tasks("cs_head")]


def asking():
    """A service whose second step, done in bulk, asks for what the first may leave out."""
    apply = APPLY.replace(' required="true"', "")
    field = '<tb:field pointer="/subject" access="edit" required="true"/>'
    second = step("check", more=field).replace("<tb:step>", '<tb:step batch="true">')
    second = second.replace(field + '<tb:fields default="read"/>', '<tb:fields default="read"/>' + field)
    body = '<startEvent id="s"/>' + apply + second + '<endEvent id="e"/>'
    return bundle("asking", process("main", body + flows("s", "apply", "check", "e")))


def complete(story, tasks, login="cs_head", outcome="approve", opinion="同意。"):
    return complete_tasks(story.rt, story.person(login), tasks, outcome=outcome, opinion=opinion)


def records(story):
    return story.connection.execute(text("SELECT count(*) FROM record_entry")).scalar_one()


def test_all_of_them_go_on(story, three):
    results = complete(story, three)
    assert [result.id for result in results] == [task.id for task in three]
    assert all(result.done and result.done.state == "running" and not result.error for result in results)
    assert story.tasks("cs_head") == []
    assert len(story.tasks("it_clerk")) == 3
    words = story.connection.execute(
        text(
            "SELECT w.text FROM record_text w JOIN record_entry e USING (instance_id, n)"
            " WHERE e.kind = 'complete' AND e.task_id = ANY(:ids)"
        ),
        {"ids": [task.id for task in three]},
    )
    assert list(words.scalars()) == ["同意。"] * 3


def test_one_that_is_refused_does_not_stop_the_others(story, three):
    first, second, third = three
    wrong = Chosen(second.id, second.version + 1)
    results = complete(story, [first, wrong, Chosen(10**15, 1), third])
    assert [type(result.error) for result in results] == [type(None), Stale, NotFound, type(None)]
    assert [row.task_id for row in story.tasks("cs_head")] == [second.id]


def test_sent_twice_it_is_done_once(story, three):
    first = complete(story, three[:2])
    count = records(story)
    again = complete(story, three)
    assert again[:2] == first
    assert again[2].done is not None
    assert records(story) == count + 1
    assert complete(story, three) == again


def test_what_another_has_done_is_not_told_as_done(story, three):
    story.complete("cs_head")
    (refused,) = complete(story, three[:1], outcome="reject", opinion="不同意。")
    assert isinstance(refused.error, HandledBy)
    assert [type(complete(story, three[:1], login=login)[0].error) for login in ("stu03", "stu01")] == [
        Forbidden,
        NotFound,
    ]


def test_the_same_task_named_twice_is_one(story, three):
    assert len(complete(story, [three[0], three[0]])) == 1


def test_only_steps_that_allow_it(story, three):
    complete(story, three)
    waiting = [Chosen(row.task_id, row.version) for row in story.tasks("it_clerk")]
    results = complete(story, waiting, login="it_clerk", outcome="done")
    assert {type(result.error) for result in results} == {NotInBulk}
    assert len(story.tasks("it_clerk")) == 3


def test_a_required_field_that_is_missing_refuses_its_task_alone(story):
    deploy(story.rt, story.person("designer"), asking())
    for subject in ("已写明", ""):
        story.start("stu01", "asking", {"subject": subject})
    tasks = [Chosen(row.task_id, row.version) for row in story.tasks("stu01")]
    refused, done = complete(story, tasks, login="stu01", outcome="done")
    assert done.done is not None
    assert isinstance(refused.error, Invalid)
    assert [(one.pointer, one.code) for one in refused.error.errors] == [("/subject", "required")]


def test_a_refusal_still_says_why(story, three):
    results = complete(story, three, outcome="reject", opinion="  ")
    assert {type(result.error) for result in results} == {OpinionRequired}
    assert len(story.tasks("cs_head")) == 3


@pytest.mark.parametrize("outcome", ["", "done", "approve ", "通过", "x" * 10_000])
def test_an_outcome_that_the_step_does_not_have(story, three, outcome):
    assert {type(result.error) for result in complete(story, three, outcome=outcome)} == {UnknownOutcome}


def test_more_than_a_hundred_are_refused_as_a_whole(story, three):
    many = [*three, *(Chosen(10**9 + n, 1) for n in range(MOST - 2))]
    assert len(many) == MOST + 1
    with pytest.raises(TooManyTasks):
        complete(story, many)
    assert len(story.tasks("cs_head")) == 3


def test_only_what_is_his_and_allows_it_is_offered(story, three):
    ids = [task.id for task in three]
    mine = offers(story.rt, story.connection, story.person("cs_head"), ids)
    assert {offer.id for offer in mine} == set(ids)
    assert [outcome.id for outcome in common_outcomes(mine)] == ["approve", "reject"]
    for login in ("stu01", "it_clerk", "admin"):
        assert offers(story.rt, story.connection, story.person(login), ids) == ()
    complete(story, three)
    waiting = [row.task_id for row in story.tasks("it_clerk")]
    assert offers(story.rt, story.connection, story.person("it_clerk"), [*ids, *waiting]) == ()


def test_what_another_has_claimed_is_not_done_along(story, three):
    complete(story, three)
    (task, *_) = story.tasks("it_clerk")
    claim_task(story.rt, story.person("it_deputy"), task.task_id, version=task.version)
    (refused,) = complete(story, [Chosen(task.task_id, task.version)], login="it_clerk", outcome="done")
    assert refused.error is not None
    assert refused.error.code == "claimed"


def test_what_is_told_as_done_is_on_the_disk(committed, rt_committed, person_of, mail):
    publish(committed, next(bundle for bundle in shipped() if bundle.key == "email-unlock"))
    for _ in range(2):
        start_process(rt_committed, person_of("tea01"), "email-unlock", mail, opinion="请予以办理！")
    with reading() as link:
        rows = link.execute(text("SELECT id, version FROM task WHERE state = 'open' ORDER BY id")).all()
    chosen = [Chosen(row.id, row.version) for row in rows]

    results = complete_tasks(rt_committed, person_of("cs_head"), chosen, outcome="approve", opinion="同意。")
    assert [result.error for result in results] == [None, None]
    behind = text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), pg_current_wal_flush_lsn())")
    with reading() as link:
        # Not quite none: the database writes small marks of its own that nobody waits for.
        assert link.execute(behind).scalar_one() < 300
