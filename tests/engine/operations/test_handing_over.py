"""转办 and 委派: a task goes to somebody else, for good or for his view (T3, X1)."""

import pytest
from sqlalchemy import text

from engine.commands.delegate_task import delegate_task
from engine.commands.remove_signer import remove_signer
from engine.commands.transfer_task import transfer_task
from engine.errors import AlreadyDone, Forbidden, NotFound, NotYourself, Stale, UnknownPerson


@pytest.fixture
def at_head(story, mail):
    """An application for the head of the applicant's college."""
    return story.start("stu01", "email-unlock", mail, opinion="请予以办理！")


def hand(story, command, login, to, opinion="请代为办理。"):
    task = story.task(login)
    person = story.person(to).person_id
    return command(story.rt, story.person(login), task.id, version=task.version, to=person, opinion=opinion)


def last(story, started, n=1):
    return story.view("stu01", started.instance_id).record[-n]


def test_a_task_that_is_handed_over_is_the_other_ones_alone(story, at_head):
    task = story.task("cs_head")
    hand(story, transfer_task, "cs_head", "cs_deputy")

    assert story.tasks("cs_head") == []
    given = story.task("cs_deputy")
    assert (given.id, given.version) == (task.id, task.version + 1)
    assert given.reasons == (
        (f"p:{story.person('cs_deputy').person_id}", "transferred", str(story.person("cs_head").person_id)),
    )
    line = last(story, at_head)
    assert (line.kind, line.person_name, line.other_name, line.text) == (
        "transfer", "欧阳牧", "诸葛瑾瑜", "请代为办理。",
    )  # fmt: skip
    story.complete("cs_deputy")
    assert len(story.tasks("it_clerk")) == 1


def test_whoever_handed_a_task_over_still_sees_the_matter_but_may_not_act(story, at_head):
    before = story.task("cs_head")
    hand(story, transfer_task, "cs_head", "cs_deputy")

    assert story.view("cs_head", at_head.instance_id).title == at_head.title
    with pytest.raises(Forbidden):
        transfer_task(
            story.rt,
            story.person("cs_head"),
            before.id,
            version=before.version + 1,
            to=story.person("it_head").person_id,
        )


def test_a_task_may_go_to_somebody_who_has_never_signed_in(story, at_head):
    story.connection.execute(
        text("INSERT INTO person (number, name, name_key, search_key, sex, kinds, active) "
             "SELECT '20990001', '何新来', name_key, search_key, sex, kinds, true FROM person LIMIT 1")
    )  # fmt: skip
    stranger = story.connection.execute(text("SELECT id FROM person WHERE number = '20990001'")).scalar_one()
    task = story.task("cs_head")
    transfer_task(story.rt, story.person("cs_head"), task.id, version=task.version, to=stranger)

    keys = story.connection.execute(text("SELECT principal FROM inbox WHERE task_id = :id"), {"id": task.id})
    assert list(keys.scalars()) == [f"p:{stranger}"]


def test_nobody_hands_to_himself_to_nobody_or_to_one_who_has_left(story, at_head):
    with pytest.raises(NotYourself):
        hand(story, transfer_task, "cs_head", "cs_head")
    task, by = story.task("cs_head"), story.person("cs_head")
    for stranger in (0, -1, 10**12, 10**30):
        with pytest.raises(UnknownPerson):
            transfer_task(story.rt, by, task.id, version=task.version, to=stranger)
    gone = story.person("cs_deputy").person_id
    story.connection.execute(text("UPDATE person SET active = false WHERE id = :id"), {"id": gone})
    with pytest.raises(UnknownPerson):
        transfer_task(story.rt, by, task.id, version=task.version, to=gone)
    assert story.task("cs_head").version == task.version


def test_a_second_hand_over_of_the_same_page_is_stale(story, at_head):
    task = story.task("cs_head")
    hand(story, transfer_task, "cs_head", "cs_deputy")
    with pytest.raises(Stale):
        transfer_task(
            story.rt,
            story.person("cs_deputy"),
            task.id,
            version=task.version,
            to=story.person("it_head").person_id,
        )


def test_a_stranger_hands_nothing_over(story, at_head):
    task = story.task("cs_head")
    with pytest.raises(NotFound):
        transfer_task(
            story.rt,
            story.person("stu05"),
            task.id,
            version=task.version,
            to=story.person("stu06").person_id,
        )


def test_a_return_over_a_hand_over_comes_back_to_the_one_who_did_it(story, at_head):
    hand(story, transfer_task, "cs_head", "cs_deputy")
    story.complete("cs_deputy")
    story.give_back("it_clerk", "previous", "请说明理由。")
    assert len(story.tasks("cs_deputy")) == 1
    assert story.tasks("cs_head") == []


def test_what_is_delegated_comes_back_to_its_owner_who_decides(story, at_head):
    hand(story, delegate_task, "cs_head", "cs_deputy", "请先了解情况。")
    assert story.tasks("cs_head") == []
    story.complete("cs_deputy", outcome="reject", opinion="建议不予同意。")

    assert len(story.tasks("cs_head")) == 1, "advice does not decide"
    story.complete("cs_head", outcome="approve", opinion="情况已核实，同意。")
    assert len(story.tasks("it_clerk")) == 1
    kinds = [line.kind for line in story.view("stu01", at_head.instance_id).record]
    assert kinds == ["start", "delegate", "complete", "complete"]


def test_the_owner_takes_a_delegation_back(story, at_head):
    hand(story, delegate_task, "cs_head", "cs_deputy")
    given = story.task("cs_deputy")
    with pytest.raises(Forbidden):
        remove_signer(story.rt, story.person("stu01"), given.id, version=given.version)
    remove_signer(story.rt, story.person("cs_head"), given.id, version=given.version)

    assert story.tasks("cs_deputy") == []
    assert len(story.tasks("cs_head")) == 1
    assert last(story, at_head).kind == "unsign"
    with pytest.raises(AlreadyDone):
        remove_signer(story.rt, story.person("cs_head"), given.id, version=given.version)


def test_a_delegate_may_delegate_further_and_each_gets_it_back(story, at_head):
    hand(story, delegate_task, "cs_head", "cs_deputy")
    hand(story, delegate_task, "cs_deputy", "tea04")
    story.complete("tea04")
    assert story.tasks("cs_head") == []
    story.complete("cs_deputy")
    assert len(story.tasks("cs_head")) == 1


def test_a_delegated_task_that_is_returned_takes_the_delegation_with_it(story, at_head):
    hand(story, delegate_task, "cs_head", "cs_deputy")
    story.give_back("cs_deputy", "initiator", "请先补充材料。")
    assert story.tasks("cs_deputy") == []
    story.complete("stu01", outcome="submit", opinion="请予以办理！")
    assert len(story.tasks("cs_head")) == 1
