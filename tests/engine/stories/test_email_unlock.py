"""邮箱解锁申请: from the applicant's form to the new password (S3, T2, decision 11)."""

import pytest
from sqlalchemy import text

from engine.commands.complete_task import complete_task
from engine.errors import AlreadyDone, Forbidden, Invalid, NotFound, OpinionRequired, Stale
from engine.queries import task_view, verification

PASSWORD = "Xin-Mima-88341"


def open_at_the_clerk(story, mail):
    started = story.start("tea01", "email-unlock", mail, opinion="请予以办理！")
    story.complete("cs_head")
    return started


def finish(story):
    outcome = story.task("it_clerk").outcomes[0].id
    return story.complete("it_clerk", outcome=outcome, newPassword=PASSWORD)


def test_a_mailbox_is_unlocked_when_head_and_information_centre_agree(story, mail):
    started = story.start("tea01", "email-unlock", mail, opinion="请予以办理！")
    assert story.tasks("it_clerk") == []
    head = story.task("cs_head")
    assert head.form.document["mailbox"] == mail["mailbox"]
    assert head.form.document["number"] == story.person("tea01").number
    story.complete("cs_head")

    assert finish(story).state == "running", "the mail system has been asked, and has not answered"
    assert story.work() == 3

    view = story.view("tea01", started.instance_id)
    assert view.state == "completed"
    assert [line.kind for line in view.record] == ["start", "complete", "complete", *["called"] * 3, "end"]
    assert [entry["text"] for entry in view.form.document["headOpinion"]] == ["同意。"]
    assert story.tasks("cs_head") == story.tasks("it_clerk") == []
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


def test_the_password_is_sealed_and_stands_nowhere_else(story, mail):
    open_at_the_clerk(story, mail)
    finish(story)

    tables = story.connection.execute(
        text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    ).scalars()
    dump = "".join(
        str(row)
        for table in tables
        for row in story.connection.execute(text(f'SELECT t::text FROM "{table}" t'))
    )
    assert PASSWORD not in dump
    assert PASSWORD.encode().hex() not in dump
    sealed = story.connection.execute(text("SELECT instance_id, pointer, sealed FROM secret")).one()
    context = sealed.instance_id.bytes + sealed.pointer.encode()
    assert story.rt.vault.open(bytes(sealed.sealed), context).decode() == PASSWORD


def test_only_the_clerk_sees_the_password_field_and_nobody_its_value(story, mail):
    started = open_at_the_clerk(story, mail)
    finish(story)

    for login in ("tea01", "cs_head", "it_clerk", "admin"):
        assert "newPassword" not in story.view(login, started.instance_id).form.document
    assert story.view("tea01", started.instance_id).form.access.mode("/newPassword") == "hidden"


def test_the_head_cannot_write_the_password_and_learns_nothing_of_it_when_he_sends_it_along(story, mail):
    story.start("tea01", "email-unlock", mail, opinion="请予以办理！")

    with pytest.raises(Invalid) as refused:
        story.complete("cs_head", newPassword=PASSWORD)

    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/newPassword", "unknown_field")]


def test_nothing_is_stored_when_a_required_field_is_missing(story, mail):
    with pytest.raises(Invalid) as refused:
        story.start("tea01", "email-unlock", {"cause": "wrong_password"}, opinion="请办理")

    assert ("/mailbox", "required") in [(e.pointer, e.code) for e in refused.value.errors]
    assert story.connection.execute(text("SELECT count(*) FROM instance")).scalar_one() == 0


def test_the_slower_of_two_clerks_hears_who_was_faster(story, mail):
    open_at_the_clerk(story, mail)
    task = story.task("it_clerk")
    arguments = {
        "version": task.version,
        "outcome": task.outcomes[0].id,
        "document": {"newPassword": PASSWORD},
        "opinion": "已办",
    }
    complete_task(story.rt, story.person("it_clerk"), task.id, **arguments)

    with pytest.raises(AlreadyDone) as refused:
        complete_task(story.rt, story.person("it_clerk"), task.id, **arguments)

    assert refused.value.params["handler"] == story.person("it_clerk").name


def test_an_old_version_of_the_task_is_refused(story, mail):
    story.start("tea01", "email-unlock", mail, opinion="请办理")
    task = story.task("cs_head")

    with pytest.raises(Stale):
        complete_task(
            story.rt,
            story.person("cs_head"),
            task.id,
            version=task.version + 1,
            outcome="approve",
            document={},
            opinion="同意",
        )


def test_strangers_find_nothing_and_viewers_may_not_act(story, mail):
    started = story.start("tea01", "email-unlock", mail, opinion="请办理")
    task = story.task("cs_head")

    with pytest.raises(NotFound):
        story.view("stu01", started.instance_id)
    with pytest.raises(NotFound):
        task_view.open_task(story.rt, story.connection, story.person("stu01"), task.id)
    with pytest.raises(Forbidden):
        complete_task(
            story.rt,
            story.person("tea01"),
            task.id,
            version=task.version,
            outcome="approve",
            document={},
            opinion="同意",
        )


def test_a_refusal_needs_a_reason_and_ends_the_matter(story, mail):
    started = story.start("tea01", "email-unlock", mail, opinion="请办理")

    with pytest.raises(OpinionRequired):
        story.complete("cs_head", outcome="reject", opinion="  ")
    assert story.complete("cs_head", outcome="reject", opinion="非本部门人员").state == "completed"

    line = story.view("tea01", started.instance_id).record[1]
    assert (line.outcome_kind, line.text) == ("reject", "非本部门人员")
    assert story.tasks("it_clerk") == []
