"""催办: who may ask for haste, how often, and the answer (X1)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.errors import (
    AlreadyDone,
    Forbidden,
    NobodyWaits,
    NotFound,
    NotRunning,
    TooSoon,
    WordsRequired,
    WordsTooLong,
)
from engine.queries import verification
from identity.keys import person_key


@pytest.fixture
def started(story, mail):
    return story.start("tea01", "email-unlock", mail, opinion="请予以办理！")


@pytest.fixture
def instance(started):
    return started.instance_id


def test_the_initiator_reminds_and_the_head_answers(campus, story, instance, clock):
    task = story.task("cs_head").id
    clock.forward(hours=3)
    campus.remind("tea01", task)

    waiting = campus.talk("cs_head", instance).at(task)
    assert (waiting.mine, waiting.reminded_by, waiting.reminded_at) == (True, campus.name("tea01"), clock())
    clock.forward(minutes=20)
    campus.answer("cs_head", task, "在外开会，下午办理。")

    assert campus.talk("cs_head", instance).at(task).reminded_by is None
    lines = campus.record("tea01", instance)
    assert [(line.kind, line.text, line.reply_to) for line in lines[1:]] == [
        ("remind", "", None),
        ("answer", "在外开会，下午办理。", 2),
    ]
    reminded, answered = campus.told
    assert (reminded.task_id, reminded.candidates) == (task, (f"r:head@{head_unit(story)}",))
    assert (answered.people, answered.step_name) == ((campus.id("tea01"),), lines[1].step_name)
    assert all(verdict.ok for verdict in verification.verify(story.rt, story.connection))
    story.complete("cs_head")


def head_unit(story):
    return story.person("cs_head").main_unit.id


def test_once_in_two_hours_by_one_person_and_the_refusal_says_when_again(campus, story, instance, clock):
    task, first = story.task("cs_head").id, clock()
    assert campus.remind("tea01", task).again_at == first + timedelta(hours=2)
    clock.forward(hours=1, minutes=59)
    with pytest.raises(TooSoon) as refused:
        campus.remind("tea01", task)
    assert refused.value.until == first + timedelta(hours=2)
    waiting = campus.talk("tea01", instance).at(task)
    assert (waiting.may_remind, waiting.again_at) == (True, first + timedelta(hours=2))

    campus.remind("admin", task)
    clock.forward(minutes=1)
    campus.remind("tea01", task)
    assert len(campus.told) == 3


def test_the_next_step_may_be_reminded_at_once(campus, story, instance):
    campus.remind("tea01", story.task("cs_head").id)
    story.complete("cs_head")
    campus.remind("tea01", story.task("it_clerk").id)

    assert len(campus.told) == 2


def test_one_answer_reaches_all_who_wait(campus, story, instance, clock):
    task = story.task("cs_head").id
    campus.remind("tea01", task)
    clock.forward(minutes=1)
    campus.remind("admin", task)
    campus.answer("cs_head", task, "今天办。")

    assert campus.told[-1].people == (campus.id("tea01"), campus.id("admin"))
    with pytest.raises(NobodyWaits):
        campus.answer("cs_head", task, "再说一遍")


def test_only_the_initiator_and_who_mends_remind_only_who_holds_it_answers(campus, story, instance):
    task = story.task("cs_head").id
    with pytest.raises(Forbidden):
        campus.remind("cs_head", task)
    campus.copy("cs_head", task, "cs_deputy")
    with pytest.raises(Forbidden):
        campus.remind("cs_deputy", task)
    for stranger in ("stu01", "it_clerk", "designer"):
        with pytest.raises(NotFound):
            campus.remind(stranger, task)
    campus.remind("tea01", task)
    for other in ("tea01", "cs_deputy", "admin"):
        with pytest.raises(Forbidden):
            campus.answer(other, task, "我来答")
    with pytest.raises(NotFound):
        campus.answer("stu01", task, "我来答")
    with pytest.raises(NotFound):
        campus.remind("tea01", 2**62)


def test_nobody_waits_where_nobody_reminded(campus, story, instance):
    with pytest.raises(NobodyWaits):
        campus.answer("cs_head", story.task("cs_head").id, "好的")
    assert [line.kind for line in campus.record("tea01", instance)] == ["start"]


def test_an_answer_has_words_and_not_too_many(campus, story, instance):
    task = story.task("cs_head").id
    campus.remind("tea01", task)
    with pytest.raises(WordsRequired):
        campus.answer("cs_head", task, "  ")
    with pytest.raises(WordsTooLong):
        campus.answer("cs_head", task, "长" * 501)
    assert campus.talk("cs_head", instance).at(task).reminded_by


def test_what_is_done_or_waits_is_not_reminded(campus, story, instance, connection):
    task = story.task("cs_head").id
    connection.execute(text("UPDATE instance SET state = 'suspended' WHERE id = :id"), {"id": instance})
    with pytest.raises(NotRunning):
        campus.remind("tea01", task)
    assert not campus.talk("tea01", instance).at(task).may_remind
    connection.execute(text("UPDATE instance SET state = 'running' WHERE id = :id"), {"id": instance})
    story.complete("cs_head")
    with pytest.raises(AlreadyDone):
        campus.remind("tea01", task)
    with pytest.raises(AlreadyDone):
        campus.answer("cs_head", task, "晚了")


def test_of_several_candidates_the_one_who_claimed_it_is_reminded(campus, story, instance, connection):
    story.complete("cs_head")
    task = story.task("it_clerk").id
    campus.remind("admin", task)
    clerk = campus.id("it_clerk")
    claim = text("UPDATE task SET claimed_by = :person WHERE id = :id")
    connection.execute(claim, {"person": clerk, "id": task})
    campus.remind("tea01", task)

    assert [event.candidates for event in campus.told] == [("g:it-mail",), (person_key(clerk),)]
