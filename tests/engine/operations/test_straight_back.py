"""退回 that comes straight back: one step is mended, nothing else is done again."""

import pytest

from engine.commands.return_task import return_task
from engine.errors import CannotReturn


def back(story, login, to, opinion="请补充后直接返回给我。"):
    task = story.task(login)
    return return_task(
        story.rt, story.person(login), task.id, version=task.version, to=to, opinion=opinion, then="back"
    )


@pytest.fixture
def at_hospital(story, fitness):
    started = story.start("stu01", "fitness-exemption", {**fitness, "certificate": [story.upload("stu01")]})
    story.complete("cs_head", opinion="情况属实。")
    return started


def test_the_applicant_mends_his_form_and_it_comes_straight_back(story, at_hospital):
    back(story, "hosp_clerk", "initiator")
    assert story.tasks("hosp_clerk") == story.tasks("cs_head") == []
    mine = story.task("stu01")
    assert mine.step_id == "apply"
    story.complete("stu01", outcome="submit", opinion="", reason="补充：MRI 显示韧带撕裂")

    again = story.task("hosp_clerk")
    assert again.form.document["reason"] == "补充：MRI 显示韧带撕裂"
    assert again.reasons == ((f"p:{story.person('hosp_clerk').person_id}", "owner"),)
    assert story.tasks("cs_head") == []
    story.complete("hosp_clerk")
    story.complete("pe_clerk")
    assert story.view("stu01", at_hospital.instance_id).state == "completed"


def test_the_record_tells_it_from_a_return_through_the_steps(story, at_hospital):
    back(story, "hosp_clerk", "initiator")
    line = story.view("stu01", at_hospital.instance_id).record[-1]
    assert (line.kind, line.outcome, line.text) == ("back", "apply", "请补充后直接返回给我。")


def test_it_goes_only_where_the_diagram_allows(story, at_hospital):
    with pytest.raises(CannotReturn):
        back(story, "hosp_clerk", "sports")
