"""公告发布: outcomes steer the drawn flows, and a service step publishes inside the transaction."""

import pytest

from engine.errors import NotEligible


def test_an_approved_notice_is_published_by_the_service_step(story, published, notice):
    started = story.start("office_author", "notice", notice)
    done = story.complete("office_head", outcome="approve", opinion="可以发布。")

    assert done.state == "completed"
    assert [one["title"] for one in published] == [notice["title"]]
    kinds = [line.kind for line in story.view("office_author", started.instance_id).record]
    assert kinds == ["start", "complete", "service", "end"]


def test_a_notice_that_is_not_approved_goes_back_to_its_author_by_the_drawn_flow(story, published, notice):
    story.start("office_author", "notice", notice)
    story.complete("office_head", outcome="reject", opinion="日期写错了。")

    task = story.task("office_author")
    assert task.step_id == "write"
    assert task.form.access.mode("/title") == "edit"
    story.complete("office_author", outcome="submit", opinion="", title="更正：元旦放假安排")
    assert published == []
    story.complete("office_head", outcome="approve", opinion="可以。")
    assert [one["title"] for one in published] == ["更正：元旦放假安排"]


def test_a_failing_service_step_becomes_an_incident_and_a_retry_mends_it(story, published, notice, rt):
    from engine.commands.retry_instance import retry_instance
    from engine.operations import OperationFailed

    working = rt.operations._operations["notices.publish"]

    def broken(context, params):
        raise OperationFailed("no_receivers", "nobody")

    rt.operations._operations["notices.publish"] = broken
    started = story.start("office_author", "notice", notice)
    assert story.complete("office_head", outcome="approve", opinion="可以。").state == "running"

    seen = story.view("admin", started.instance_id)
    assert [(i.element, i.code) for i in seen.incidents] == [("publish", "no_receivers")]
    assert story.tasks("office_head") == []
    assert story.view("office_author", started.instance_id).incidents[0].detail == ""

    rt.operations._operations["notices.publish"] = working
    admin, matter = story.person("admin"), started.instance_id
    assert retry_instance(rt, admin, matter, incident=seen.incidents[0].id, reason="已改") == "completed"
    assert len(published) == 1
    assert story.view("admin", started.instance_id).incidents == ()


def test_only_an_eligible_person_may_start(story, rt, notice, monkeypatch):
    object.__setattr__(rt, "eligible", lambda connection, by, key: False)

    with pytest.raises(NotEligible):
        story.start("office_author", "notice", notice)
