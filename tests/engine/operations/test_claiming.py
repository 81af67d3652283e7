"""认领 and 释放: one of several takes a task for himself; the others hear who, and get it back (X1)."""

import pytest
from sqlalchemy import text

from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.delegate_task import delegate_task
from engine.commands.release_task import release_task
from engine.commands.return_task import return_task
from engine.commands.save_input import save_input
from engine.commands.transfer_task import transfer_task
from engine.errors import ClaimedBy, Forbidden, NotClaimed, NotFound, NothingToClaim, Stale
from engine.queries import task_view

MAILERS = ("it_clerk", "it_deputy")
PASSWORD = "Mail-2026-unlock"


@pytest.fixture
def at_group(story, mail):
    """An application that waits for the whole group of mail administrators."""
    started = story.start("stu01", "email-unlock", mail, opinion="请予以办理！")
    story.complete("cs_head")
    return started


def claim(story, login, task=None):
    task = task or story.task(login)
    return claim_task(story.rt, story.person(login), task.id, version=task.version)


def release(story, login, task):
    return release_task(story.rt, story.person(login), task.id, version=task.version)


def seen(story, login, task):
    return task_view.open_task(story.rt, story.connection, story.person(login), task.id)


def waiting(story, *logins):
    return [login for login in logins or MAILERS if story.tasks(login)]


def inbox(story, task):
    rows = story.connection.execute(
        text("SELECT principal FROM inbox WHERE task_id = :id ORDER BY 1"), {"id": task.id}
    )
    return list(rows.scalars())


def test_a_claimed_task_is_in_nobody_elses_list(story, at_group):
    before = story.task("it_deputy")
    assert before.can_claim
    claim(story, "it_clerk")

    assert waiting(story) == ["it_clerk"]
    mine, other = story.task("it_clerk"), seen(story, "it_deputy", before)
    assert (mine.can_handle, mine.can_claim, mine.can_release) == (True, False, True)
    assert (other.can_handle, other.can_claim, other.can_release) == (False, False, False)
    assert mine.claimed_by == other.claimed_by == "区子衡"
    assert mine.version == before.version + 1
    line = story.view("stu01", at_group.instance_id).record[-1]
    assert (line.kind, line.person_name, line.step_name) == ("claim", "区子衡", mine.step_name)


def test_the_slower_one_hears_who_has_it(story, at_group):
    task = story.task("it_deputy")
    claim(story, "it_clerk")
    deputy = story.person("it_deputy")
    for act in (
        lambda: claim_task(story.rt, deputy, task.id, version=task.version),
        lambda: complete_task(
            story.rt, deputy, task.id, version=task.version, outcome="done", document={}, opinion="办。"
        ),
        lambda: transfer_task(
            story.rt, deputy, task.id, version=task.version + 1, to=story.person("it_head").person_id
        ),
    ):
        with pytest.raises(ClaimedBy) as refused:
            act()
        assert refused.value.params["handler"] == "区子衡"
    with pytest.raises(NotFound):
        save_input(story.rt, deputy, task.id, {}, "不该存下")


def test_whoever_has_it_does_it_as_ever(story, at_group):
    claim(story, "it_clerk")
    story.complete("it_clerk", outcome="done", newPassword=PASSWORD)
    story.work()
    assert story.view("stu01", at_group.instance_id).state == "completed"
    row = story.connection.execute(
        text("SELECT claimed_by, handler_id FROM task WHERE instance_id = :id ORDER BY id DESC LIMIT 1"),
        {"id": at_group.instance_id},
    ).one()
    assert (row.claimed_by, row.handler_id) == (None, story.person("it_clerk").person_id)


def test_releasing_brings_everybody_back(story, at_group):
    before = inbox(story, story.task("it_clerk"))
    claim(story, "it_clerk")
    release(story, "it_clerk", story.task("it_clerk"))
    task = story.task("it_deputy")
    assert inbox(story, task) == before
    assert task.claimed_by is None
    claim(story, "it_deputy")
    assert waiting(story) == ["it_deputy"]
    kinds = [line.kind for line in story.view("stu01", at_group.instance_id).record]
    assert kinds[-3:] == ["claim", "release", "claim"]


def test_what_the_others_had_typed_is_there_again_after_a_release(story, at_group):
    task = story.task("it_deputy")
    save_input(story.rt, story.person("it_deputy"), task.id, {}, "已核对。")
    claim(story, "it_clerk")
    release(story, "it_clerk", story.task("it_clerk"))
    kept = story.task("it_deputy").input
    assert kept is not None
    assert kept.opinion == "已核对。"


def test_what_only_one_may_do_cannot_be_claimed_nor_what_is_his_already(story, mail):
    story.start("stu01", "email-unlock", mail, opinion="请予以办理！")
    task, to = story.task("cs_head"), story.person("cs_deputy").person_id
    transfer_task(story.rt, story.person("cs_head"), task.id, version=task.version, to=to)
    assert not story.task("cs_deputy").can_claim
    with pytest.raises(NothingToClaim):
        claim(story, "cs_deputy")


def test_claiming_twice_changes_nothing(story, at_group):
    claim(story, "it_clerk")
    version = story.task("it_clerk").version
    with pytest.raises(NothingToClaim):
        claim(story, "it_clerk")
    assert story.task("it_clerk").version == version


def test_only_the_claimant_and_administrators_release(story, at_group):
    claim(story, "it_clerk")
    task = story.task("it_clerk")
    with pytest.raises(Forbidden):
        release(story, "it_deputy", task)
    with pytest.raises(Forbidden):
        release(story, "stu01", task)
    with pytest.raises(NotFound):
        release(story, "stu02", task)
    release(story, "admin", task)
    assert waiting(story) == list(MAILERS)


def test_nobody_else_claims_or_releases(story, at_group):
    task = story.task("it_clerk")
    for login, error in (("stu01", Forbidden), ("cs_head", Forbidden), ("stu02", NotFound)):
        with pytest.raises(error):
            claim(story, login, task)
    with pytest.raises(Forbidden):
        release(story, "it_clerk", task)
    with pytest.raises(NotClaimed):
        release(story, "admin", task)
    with pytest.raises(Stale):
        claim_task(story.rt, story.person("it_clerk"), task.id, version=task.version + 1)


def test_handing_a_claimed_task_over_ends_the_claim(story, at_group):
    claim(story, "it_clerk")
    task, to = story.task("it_clerk"), story.person("it_head").person_id
    transfer_task(story.rt, story.person("it_clerk"), task.id, version=task.version, to=to)
    assert waiting(story, *MAILERS, "it_head") == ["it_head"]
    assert story.task("it_head").claimed_by is None
    with pytest.raises((Forbidden, NotFound)):
        seen(story, "it_deputy", task)


def test_a_claimed_task_that_is_delegated_comes_back_to_the_claimant(story, at_group):
    claim(story, "it_clerk")
    task, to = story.task("it_clerk"), story.person("it_head").person_id
    delegate_task(story.rt, story.person("it_clerk"), task.id, version=task.version, to=to)
    story.complete("it_head", outcome="done", newPassword=PASSWORD)
    assert waiting(story) == ["it_clerk"]
    assert not story.task("it_clerk").can_claim


def test_a_claimed_task_that_is_returned_comes_back_for_all(story, at_group):
    claim(story, "it_clerk")
    task = story.task("it_clerk")
    targets = [word for word, _ in task.return_targets]
    return_task(
        story.rt, story.person("it_clerk"), task.id, version=task.version, to=targets[-1], opinion="请核实。"
    )
    assert waiting(story) == []
    for login in ("stu01", "cs_head"):
        if story.tasks(login):
            story.complete(login, outcome=story.task(login).outcomes[0].id)
    assert waiting(story) == list(MAILERS)
    assert story.task("it_clerk").can_claim
