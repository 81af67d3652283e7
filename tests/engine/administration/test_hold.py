"""暂缓办理: a task waits, marked, with its clock standing still, until somebody does something with it."""

import pytest
from sqlalchemy import text

from engine.commands.hold_task import hold_task
from engine.commands.resume_task import resume_task
from engine.errors import AlreadyHeld, Forbidden, NotFound, NotHeld, OpinionRequired, Stale
from engine.queries.progress import progress


@pytest.fixture
def begun(story, mail):
    return story.start("tea01", "email-unlock", mail, opinion="请办理")


def hold(story, login="cs_head", opinion="等申请人补交证件。", **more):
    task = story.task(login)
    given = {"version": task.version, "opinion": opinion} | more
    return hold_task(story.rt, story.person(login), task.id, **given)


def take_up(story, login="cs_head", **more):
    task = story.task(login)
    return resume_task(story.rt, story.person(login), task.id, version=task.version, **more)


def kinds(story, begun):
    return [line.kind for line in story.view("tea01", begun.instance_id).record]


def held_seconds(story, begun):
    sql = text("SELECT held_seconds FROM task WHERE instance_id = :id ORDER BY id DESC LIMIT 1")
    return story.connection.execute(sql, {"id": begun.instance_id}).scalar_one()


def test_a_held_task_stays_in_the_list_with_a_mark_and_the_record_says_why(story, begun):
    hold(story)
    (row,) = story.tasks("cs_head")
    assert row.held_at is not None
    line = story.view("tea01", begun.instance_id).record[-1]
    assert (line.kind, line.person_name, line.text) == ("hold", "欧阳牧", "等申请人补交证件。")
    assert story.task("cs_head").held_at is not None


def test_a_task_that_was_held_took_only_the_time_that_it_did_not_wait(story, begun, clock):
    clock.forward(hours=1)
    hold(story)
    clock.forward(days=3)
    take_up(story)
    clock.forward(hours=1)
    assert story.tasks("cs_head")[0].held_at is None
    story.complete("cs_head")
    steps = progress(story.rt, story.connection, story.person("tea01"), begun.instance_id).timeline
    (step,) = [step for step in steps if step.element == "unit_head" and step.state == "done"]
    assert step.seconds == 2 * 3600
    assert kinds(story, begun)[1:4] == ["hold", "unhold", "complete"]


def test_handling_a_held_task_takes_it_up(story, begun, clock):
    hold(story)
    clock.forward(days=1)
    story.complete("cs_head")
    assert kinds(story, begun)[1:4] == ["hold", "unhold", "complete"]
    assert held_seconds(story, begun) is None, "what follows has never stood still"
    assert story.tasks("it_clerk")


def test_a_held_task_that_is_taken_away_has_stood_still_until_then(story, begun, clock):
    from engine.commands.cancel_instance import cancel_instance

    hold(story)
    clock.forward(hours=5)
    cancel_instance(story.rt, story.person("tea01"), begun.instance_id)
    assert held_seconds(story, begun) == 5 * 3600


def test_a_hold_says_why_and_comes_once(story, begun):
    with pytest.raises(OpinionRequired):
        hold(story, opinion=" ")
    before = story.task("cs_head").version
    hold(story)
    with pytest.raises(Stale):
        hold(story, version=before)
    with pytest.raises(AlreadyHeld):
        hold(story)


def test_what_is_not_held_cannot_be_taken_up(story, begun):
    with pytest.raises(NotHeld):
        take_up(story)


@pytest.mark.parametrize(("login", "refused"), [("tea01", Forbidden), ("stu01", NotFound)])
def test_only_a_handler_lets_a_task_wait(story, begun, person, login, refused):
    task = story.task("cs_head")
    with pytest.raises(refused):
        hold_task(story.rt, person(login), task.id, version=task.version, opinion="稍后。")
    hold(story)
    with pytest.raises(refused):
        resume_task(story.rt, person(login), task.id, version=task.version + 1)
