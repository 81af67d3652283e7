"""撤回 through the command: one's own step, while nobody has gone on from it (X1)."""

import pytest
from sqlalchemy import text

from engine.commands.withdraw_task import withdraw_task
from engine.errors import CannotWithdraw, Forbidden, NotFound, NotRunning


@pytest.fixture
def at_head(story, mail):
    return story.start("stu01", "email-unlock", mail, opinion="请予以办理！")


def done_by(story, login, started):
    return story.connection.execute(
        text(
            "SELECT id FROM task WHERE instance_id = :id AND handler_id = :person AND state = 'completed'"
            " ORDER BY id DESC LIMIT 1"
        ),
        {"id": started.instance_id, "person": story.person(login).person_id},
    ).scalar_one()


def test_a_handler_takes_back_what_the_next_has_not_touched(story, at_head):
    story.complete("cs_head")
    task = done_by(story, "cs_head", at_head)
    withdraw_task(story.rt, story.person("cs_head"), task, opinion="选错了。")

    assert story.tasks("it_clerk") == []
    again = story.task("cs_head")
    assert again.reasons == ((f"p:{story.person('cs_head').person_id}", "withdrew"),)
    assert [line.kind for line in story.view("stu01", at_head.instance_id).record][-1] == "withdraw"
    story.complete("cs_head")
    assert len(story.tasks("it_clerk")) == 1


def test_nothing_is_taken_back_once_the_next_has_acted(story, fitness):
    started = story.start("stu01", "fitness-exemption", {**fitness, "certificate": [story.upload("stu01")]})
    story.complete("cs_head")
    task = done_by(story, "cs_head", started)
    story.complete("hosp_clerk")
    with pytest.raises(CannotWithdraw) as refused:
        withdraw_task(story.rt, story.person("cs_head"), task)
    assert refused.value.code == "followed"
    assert len(story.tasks("pe_clerk")) == 1


def test_only_the_handler_himself_takes_back(story, at_head):
    story.complete("cs_head")
    task = done_by(story, "cs_head", at_head)
    with pytest.raises(Forbidden):
        withdraw_task(story.rt, story.person("stu01"), task)
    with pytest.raises(NotFound):
        withdraw_task(story.rt, story.person("stu07"), task)


def test_the_applicant_takes_his_application_back_to_mend_it(story, at_head):
    task = done_by(story, "stu01", at_head)
    withdraw_task(story.rt, story.person("stu01"), task)
    assert story.tasks("cs_head") == []
    story.complete("stu01", outcome="submit", opinion="请予以办理！", detail="密码忘了")
    assert story.task("cs_head").form.document["detail"] == "密码忘了"


def test_what_has_ended_stays_ended(story, at_head):
    story.complete("cs_head", outcome="reject", opinion="不同意。")
    with pytest.raises(NotRunning):
        withdraw_task(story.rt, story.person("cs_head"), done_by(story, "cs_head", at_head))


def test_twice_is_refused_the_second_time(story, at_head):
    story.complete("cs_head")
    task = done_by(story, "cs_head", at_head)
    withdraw_task(story.rt, story.person("cs_head"), task)
    with pytest.raises(CannotWithdraw) as refused:
        withdraw_task(story.rt, story.person("cs_head"), task)
    assert refused.value.code == "not_done"
