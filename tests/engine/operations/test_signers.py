"""加签 and 减签 through the commands: before, beside, after; whose word counts (X1)."""

import pytest

from engine.commands.add_signers import MOST, add_signers
from engine.commands.remove_signer import remove_later_signer, remove_signer
from engine.errors import Forbidden, NobodyChosen, NotAdded, NotYourself, TooManyPeople


@pytest.fixture
def at_head(story, mail):
    return story.start("stu01", "email-unlock", mail, opinion="请予以办理！")


def ask(story, login, kind, *people, opinion="请会同把关。"):
    task = story.task(login)
    ids = [story.person(one).person_id for one in people]
    return add_signers(
        story.rt,
        story.person(login),
        task.id,
        version=task.version,
        kind=kind,
        people=ids,
        opinion=opinion,
    )


def waiting(story, *logins):
    return [login for login in logins if story.tasks(login)]


def test_two_sign_before_and_the_task_comes_back(story, at_head):
    ask(story, "cs_head", "before", "cs_deputy", "tea04")
    assert waiting(story, "cs_head", "cs_deputy", "tea04") == ["cs_deputy", "tea04"]
    story.complete("tea04", outcome="reject", opinion="不宜。")
    story.complete("cs_deputy")
    assert waiting(story, "cs_head", "it_clerk") == ["cs_head"]
    story.complete("cs_head")
    assert waiting(story, "it_clerk") == ["it_clerk"]


@pytest.mark.parametrize("first", ["cs_head", "cs_deputy"])
def test_one_beside_can_refuse_whoever_signs_first(story, at_head, first):
    ask(story, "cs_head", "beside", "cs_deputy")
    outcomes = {"cs_head": "approve", "cs_deputy": "reject"}
    for login in sorted(outcomes, key=lambda one: one != first):
        story.complete(login, outcome=outcomes[login], opinion="意见如此。")
    view = story.view("stu01", at_head.instance_id)
    assert view.state == "completed"
    assert not story.tasks("it_clerk")


@pytest.mark.parametrize("first", ["cs_head", "cs_deputy"])
def test_one_beside_who_agrees_changes_nothing(story, at_head, first):
    ask(story, "cs_head", "beside", "cs_deputy")
    for login in sorted(("cs_head", "cs_deputy"), key=lambda one: one != first):
        assert not story.tasks("it_clerk")
        story.complete(login)
    assert waiting(story, "it_clerk") == ["it_clerk"]


def test_the_one_after_has_the_last_word(story, at_head):
    ask(story, "cs_head", "after", "school_deputy")
    assert not story.tasks("school_deputy")
    story.complete("cs_head")
    assert waiting(story, "school_deputy", "it_clerk") == ["school_deputy"]
    story.complete("school_deputy", outcome="reject", opinion="不同意。")
    assert story.view("stu01", at_head.instance_id).state == "completed"


def test_who_was_asked_may_be_left_out_again(story, at_head):
    ask(story, "cs_head", "before", "cs_deputy", "tea04")
    asked, by = story.task("cs_deputy"), story.person("cs_head")
    with pytest.raises(Forbidden):
        remove_signer(story.rt, story.person("tea04"), asked.id, version=asked.version)
    remove_signer(story.rt, by, asked.id, version=asked.version)
    assert waiting(story, "cs_head", "cs_deputy", "tea04") == ["tea04"]
    story.complete("tea04")

    ask(story, "cs_head", "after", "cs_deputy", "school_deputy")
    own = story.task("cs_head")
    with pytest.raises(NotAdded):
        remove_later_signer(story.rt, by, own.id, version=own.version, position=2)
    remove_later_signer(story.rt, by, own.id, version=own.version, position=0)
    story.complete("cs_head")
    assert waiting(story, "cs_deputy", "school_deputy") == ["school_deputy"]


def test_whom_the_diagram_asks_nobody_leaves_out(story, at_head):
    own = story.task("cs_head")
    with pytest.raises((Forbidden, NotAdded)):
        remove_signer(story.rt, story.person("cs_head"), own.id, version=own.version)


def test_the_record_names_who_was_asked_by_whom(story, at_head):
    ask(story, "cs_head", "beside", "cs_deputy", "tea04")
    lines = [line for line in story.view("stu01", at_head.instance_id).record if line.kind == "sign"]
    assert [(line.person_name, line.other_name) for line in lines] == [
        ("欧阳牧", "诸葛瑾瑜"),
        ("欧阳牧", "司徒既白"),
    ]
    assert [line.text for line in lines] == ["请会同把关。", ""]


def test_nobody_too_many_and_oneself_are_refused(story, at_head):
    task, by = story.task("cs_head"), story.person("cs_head")

    def asking(people):
        return add_signers(story.rt, by, task.id, version=task.version, kind="before", people=people)

    with pytest.raises(NobodyChosen):
        asking([])
    with pytest.raises(TooManyPeople):
        asking(list(range(1, MOST + 2)))
    with pytest.raises(NotYourself):
        asking([by.person_id])
    assert story.task("cs_head").version == task.version
