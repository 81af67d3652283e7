"""学生国测免测申请: one paper form, three offices, each with its own opinion cell (T2, T3)."""

import pytest
from sqlalchemy import text

from engine.commands.cancel_instance import cancel_instance
from engine.commands.terminate_instance import terminate_instance, terminate_task
from engine.errors import (
    CannotCancel,
    CannotReturn,
    Forbidden,
    Invalid,
    NotRunning,
    OpinionRequired,
    ReasonRequired,
)
from engine.queries import progress, verification


@pytest.fixture
def applied(story, fitness):
    return {**fitness, "certificate": [story.upload("stu01")]}


def kinds(story, instance_id):
    return [line.kind for line in story.view("stu01", instance_id).record]


def test_three_offices_write_into_their_own_cells(story, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head", opinion="情况属实。")
    story.complete("hosp_clerk", opinion="需休息四周。")
    done = story.complete("pe_clerk", opinion="准予免测。")

    document = story.view("stu01", started.instance_id).form.document
    assert done.state == "completed"
    assert [e["text"] for e in document["collegeOpinion"]] == ["情况属实。"]
    assert [e["text"] for e in document["hospitalOpinion"]] == ["需休息四周。"]
    assert [e["text"] for e in document["sportsOpinion"]] == ["准予免测。"]
    assert document["certificate"][0]["name"] == "诊断证明.pdf"


def test_a_refusal_by_the_hospital_ends_the_matter_with_its_reason(story, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head")

    with pytest.raises(OpinionRequired):
        story.complete("hosp_clerk", outcome="reject", opinion="")
    story.complete("hosp_clerk", outcome="reject", opinion="诊断证明已过期。")

    view = story.view("stu01", started.instance_id)
    assert (view.state, view.record[-2].text) == ("completed", "诊断证明已过期。")
    assert story.tasks("pe_clerk") == []


def test_what_is_returned_to_the_student_keeps_its_form_and_goes_all_the_way_again(story, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head", opinion="情况属实。")
    story.give_back("hosp_clerk", "initiator", "请上传二级医院的证明。")

    assert story.tasks("hosp_clerk") == [] == story.tasks("cs_head")
    task = story.task("stu01")
    assert task.form.document["reason"] == applied["reason"]
    assert task.reasons == ((f"p:{story.person('stu01').person_id}", "returned"),)
    story.complete("stu01", outcome="submit", opinion="", reason="补充：MRI 显示韧带撕裂")
    story.complete("cs_head", opinion="已核实补充材料。")
    story.complete("hosp_clerk")
    story.complete("pe_clerk")

    view = story.view("stu01", started.instance_id)
    assert view.state == "completed"
    assert kinds(story, started.instance_id) == [
        "start", "complete", "return", "complete", "complete", "complete", "complete", "end",
    ]  # fmt: skip
    assert [e["text"] for e in view.form.document["collegeOpinion"]] == ["情况属实。", "已核实补充材料。"]


def test_a_return_to_the_previous_step_reaches_the_person_who_did_it(story, applied):
    story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head")
    story.complete("hosp_clerk")

    story.give_back("pe_clerk", "previous", "请写明免测期限。")

    reopened = story.task("hosp_clerk")
    assert reopened.reasons == ((f"p:{story.person('hosp_clerk').person_id}", "returned"),)
    assert story.complete("hosp_clerk").state == "running"
    assert len(story.tasks("pe_clerk")) == 1


def test_a_return_says_why_and_goes_only_where_the_diagram_allows(story, applied):
    story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head")

    with pytest.raises(OpinionRequired):
        story.give_back("hosp_clerk", "initiator", "")
    with pytest.raises(CannotReturn):
        story.give_back("hosp_clerk", "sports", "退给体育部")


def test_the_initiator_may_cancel_until_somebody_has_handled_it(story, applied):
    first = story.start("stu01", "fitness-exemption", applied)
    cancel_instance(story.rt, story.person("stu01"), first.instance_id, reason="填错了")
    assert story.tasks("cs_head") == []
    assert story.view("stu01", first.instance_id).state == "cancelled"

    again = {**applied, "certificate": [story.upload("stu01")]}
    second = story.start("stu01", "fitness-exemption", again)
    story.complete("cs_head")
    with pytest.raises(CannotCancel):
        cancel_instance(story.rt, story.person("stu01"), second.instance_id)

    story.give_back("hosp_clerk")
    assert story.view("stu01", second.instance_id).may_cancel
    cancel_instance(story.rt, story.person("stu01"), second.instance_id)
    with pytest.raises(NotRunning):
        cancel_instance(story.rt, story.person("stu01"), second.instance_id)


def test_a_handler_may_terminate_and_nobody_else_but_an_administrator(story, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    task = story.task("cs_head")

    with pytest.raises(Forbidden):
        terminate_instance(story.rt, story.person("stu01"), started.instance_id, reason="算了")
    with pytest.raises(ReasonRequired):
        terminate_task(story.rt, story.person("cs_head"), task.id, version=task.version, reason=" ")
    terminate_task(story.rt, story.person("cs_head"), task.id, version=task.version, reason="重复申请")

    view = story.view("stu01", started.instance_id)
    assert (view.state, view.record[-1].kind, view.record[-1].text) == ("terminated", "terminate", "重复申请")
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


def test_a_file_of_somebody_else_cannot_be_attached(story, fitness):
    stolen = {**fitness, "certificate": [story.upload("stu02")]}

    with pytest.raises(Invalid) as refused:
        story.start("stu01", "fitness-exemption", stolen)

    assert ("/certificate", "unknown_file") in [(e.pointer, e.code) for e in refused.value.errors]


def test_the_timeline_tells_what_was_done_what_is_open_and_what_comes(story, clock, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    clock.forward(hours=3)
    story.complete("cs_head")

    seen = progress.progress(story.rt, story.connection, story.person("stu01"), started.instance_id)

    assert [(s.element, s.state) for s in seen.timeline] == [
        ("apply", "done"), ("college", "done"), ("hospital", "now"), ("sports", "coming"),
    ]  # fmt: skip
    assert seen.timeline[1].seconds == 3 * 3600
    assert story.person("hosp_clerk").name in seen.timeline[2].people
    assert seen.current == {"hospital"}
    assert {"apply", "college", "college_agrees"} <= seen.done
    assert "flow_college_agreed" in seen.flows
    assert "flow_college_refused" not in seen.flows


def test_a_changed_record_shows(story, applied):
    started = story.start("stu01", "fitness-exemption", applied)
    story.complete("cs_head", opinion="同意。")
    story.complete("hosp_clerk", outcome="reject", opinion="不同意。")

    def verdict():
        return next(iter(verification.verify(story.rt, story.connection, started.instance_id)))

    assert verdict().ok
    story.connection.execute(text("SET LOCAL session_replication_role = replica"))
    story.connection.execute(text("UPDATE record_text SET text = '同意。' WHERE n = 3"))
    assert verdict().first_bad == 3
    story.connection.execute(text("DELETE FROM record_text WHERE n = 3"))
    assert verdict().ok, "erased words leave the chain whole"
    story.connection.execute(text("DELETE FROM record_entry WHERE n = 2"))
    assert verdict().first_bad == 2
