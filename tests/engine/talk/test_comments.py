"""回复: threads under the entries of the record, @mentions, and whom they may reach (T2)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.commands.comment import comment
from engine.errors import MayNotSee, NotFound, TooManyPeople, UnknownEntry, WordsRequired, WordsTooLong
from engine.queries import verification


@pytest.fixture
def started(story, mail):
    return story.start("tea01", "email-unlock", mail, opinion="请予以办理！")


@pytest.fixture
def instance(started):
    return started.instance_id


def test_a_question_is_asked_and_answered_under_its_entry(campus, story, instance, clock):
    asked = campus.say("cs_head", instance, "工号后四位是多少？", "tea01", reply_to=1)
    clock.forward(minutes=3)
    campus.say("tea01", instance, "0041。", reply_to=asked.n)

    lines = campus.record("cs_head", instance)
    assert [(line.kind, line.reply_to, line.mentions, line.text) for line in lines[1:]] == [
        ("comment", 1, (campus.name("tea01"),), "工号后四位是多少？"),
        ("comment", 2, (), "0041。"),
    ]
    assert [(event.mentioned, event.answered) for event in campus.told] == [
        ((campus.id("tea01"),), None),
        ((), campus.id("cs_head")),
    ]
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


def test_who_may_not_see_the_matter_can_be_neither_named_nor_heard(campus, instance):
    with pytest.raises(MayNotSee) as refused:
        campus.say("tea01", instance, "请看一下", "cs_head", "stu01", "civil_head")
    names = f"{campus.name('stu01')}、{campus.name('civil_head')}"
    assert refused.value.params == {"names": names}
    with pytest.raises(NotFound):
        campus.say("stu01", instance, "我也想说")

    assert [line.kind for line in campus.record("tea01", instance)] == ["start"]
    assert campus.told == []


def test_everybody_around_the_matter_can_be_named_administrators_too(campus, story, instance):
    """The initiator, a past handler, a candidate of a group, who holds a copy, who inspects."""
    campus.copy("cs_head", story.task("cs_head").id, "cs_deputy")
    story.complete("cs_head")

    listed = {person.name for person in campus.talk("tea01", instance).people}
    around = ("tea01", "cs_head", "cs_deputy", "it_clerk", "it_deputy")
    assert listed == {campus.name(login) for login in around} - {campus.name("tea01")}
    campus.say("cs_deputy", instance, "请尽快", *around, "admin")
    assert set(campus.told[-1].mentioned) == {campus.id(login) for login in (*around, "admin")} - {
        campus.id("cs_deputy")
    }


def test_it_goes_on_after_the_end(campus, story, instance):
    story.complete("cs_head", outcome="reject", opinion="不同意。")
    said = campus.say("tea01", instance, "原因是什么？", "cs_head", reply_to=2)

    assert [line.kind for line in campus.record("cs_head", instance)] == [
        "start",
        "complete",
        "end",
        "comment",
    ]
    assert said.n == 4
    assert story.view("tea01", instance).state == "completed"


def test_the_same_person_hears_once_and_nobody_of_his_own_words(campus, instance):
    campus.say("tea01", instance, "先说一句")
    campus.say("cs_head", instance, "您说的是？", "tea01", reply_to=2)
    campus.say("cs_head", instance, "自言自语", "cs_head", reply_to=3)

    assert [(event.mentioned, event.answered) for event in campus.told] == [((campus.id("tea01"),), None)]


def test_words_take_no_time_from_the_steps(campus, story, instance, clock):
    clock.forward(minutes=10)
    campus.say("cs_head", instance, "正在核实")
    clock.forward(minutes=5)
    story.complete("cs_head")

    seconds = {line.kind: line.seconds for line in campus.record("tea01", instance)}
    assert seconds["complete"] == timedelta(minutes=15).total_seconds()
    assert seconds["comment"] is None


def test_erased_words_leave_the_chain_whole(campus, story, instance, connection):
    said = campus.say("tea01", instance, "手机号 000-5550-1234")
    connection.execute(text("DELETE FROM record_text WHERE n = :n"), {"n": said.n})

    assert campus.record("tea01", instance)[said.n - 1].erased
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))


@pytest.mark.parametrize(
    ("words", "more", "problem"),
    [
        ("", {}, WordsRequired),
        (" \n\t ", {}, WordsRequired),
        ("长" * 501, {}, WordsTooLong),
        ("好", {"reply_to": 99}, UnknownEntry),
        ("好", {"reply_to": 0}, UnknownEntry),
        ("好", {"reply_to": -1}, UnknownEntry),
        ("好", {"reply_to": 10**40}, UnknownEntry),
        ("好", {"mentions": range(1, 1001)}, TooManyPeople),
        ("好", {"mentions": [10**40]}, MayNotSee),
        ("好", {"mentions": [-1]}, MayNotSee),
    ],
)
def test_what_does_not_hold_is_refused_and_changes_nothing(campus, story, instance, words, more, problem):
    with pytest.raises(problem):
        comment(story.rt, story.person("tea01"), instance, words, **more)

    assert len(campus.record("tea01", instance)) == 1


def test_a_thousand_times_the_same_name_is_one_name(campus, story, instance):
    head = campus.id("cs_head")
    comment(story.rt, story.person("tea01"), instance, "请看", mentions=[head] * 1000)

    assert campus.told[-1].mentioned == (head,)


def test_a_comment_neither_loads_nor_stores_the_state(campus, story, instance, counted):
    counted.clear()
    campus.say("tea01", instance, "你好")

    assert [sql for sql in counted if "snapshot" in sql] == []


def test_a_task_read_before_a_comment_may_still_be_sent(campus, story, instance):
    """A comment changes no version: whoever is writing his opinion is not thrown back."""
    task = story.task("cs_head")
    campus.say("tea01", instance, "麻烦您了", "cs_head")

    assert story.task("cs_head").version == task.version
    story.complete("cs_head")
