"""待办中心: what stands in whose box, in which order, found by which words (T1)."""

import pytest
from sqlalchemy import text

from engine.commands.discard_draft import discard_draft
from engine.commands.read_task import read_task
from engine.commands.save_draft import save_draft
from engine.commands.save_input import save_input
from engine.errors import NotFound
from engine.queries import boxes, task_view
from engine.queries.start_view import start_view


@pytest.fixture
def five(story, mail):
    return [story.start("tea01", "email-unlock", mail, opinion=f"第 {n} 份") for n in range(5)]


def page(story, login, box, **filters):
    return boxes.page(story.connection, story.person(login), box, **filters)


def test_pages_go_on_where_the_last_one_ended_without_gap_or_repeat(story, five):
    for login, box in (("cs_head", "todo"), ("tea01", "sent")):
        seen, cursor = [], None
        while True:
            part = page(story, login, box, limit=2, before=cursor)
            seen += [row.instance_id for row in part.rows]
            if (cursor := part.next) is None:
                break
        assert len(seen) == len(set(seen)) == 5
        assert set(seen) == {one.instance_id for one in five}


def test_counts_follow_what_is_done(story, five):
    assert boxes.counts(story.connection, story.person("cs_head"))["todo"] == 5
    story.complete("cs_head")
    after = boxes.counts(story.connection, story.person("cs_head"))
    assert (after["todo"], after["done"]) == (4, 1)
    assert boxes.counts(story.connection, story.person("tea01"))["sent"] == 5


def test_a_row_found_by_two_principals_stands_there_once(story, five):
    """The clerk's group and his own person both lead to a task."""
    story.complete("cs_head")
    clerk = story.person("it_clerk")
    row = page(story, "it_clerk", "todo").rows[0]
    story.connection.execute(
        text("INSERT INTO inbox (task_id, principal) VALUES (:task, :key)"),
        {"task": row.task_id, "key": f"p:{clerk.person_id}"},
    )
    assert [r.task_id for r in page(story, "it_clerk", "todo").rows] == [row.task_id]
    assert boxes.counts(story.connection, clerk)["todo"] == 1


def test_words_find_title_number_and_initiator_and_wildcards_are_words(story, five, fitness):
    initiator = story.person("tea01").name
    assert len(page(story, "cs_head", "todo", search=initiator).rows) == 5
    assert len(page(story, "cs_head", "todo", search=five[2].business_no).rows) == 1
    assert page(story, "cs_head", "todo", search="%").rows == ()
    assert page(story, "cs_head", "todo", search="_").rows == ()
    assert page(story, "cs_head", "todo", search="没有\x00的").rows == ()
    assert page(story, "cs_head", "todo", service="notice").rows == ()


@pytest.mark.parametrize("cursor", ["x", "~", "9" * 400, "2026-13-40~1", "' OR 1=1", "\x00"])
@pytest.mark.parametrize("box", ["todo", "done", "sent", "draft", "nonsense"])
def test_a_cursor_that_cannot_be_read_is_no_error(story, five, box, cursor):
    assert page(story, "cs_head", box, before=cursor) is not None


def test_a_task_is_unread_until_its_candidate_opens_it(story, five, clock):
    row = page(story, "cs_head", "todo").rows[0]
    assert row.unread
    read_task(story.rt, story.person("tea01"), row.task_id)
    assert page(story, "cs_head", "todo").rows[0].unread, "a viewer's look is no reading"

    first = clock()
    read_task(story.rt, story.person("cs_head"), row.task_id)
    clock.forward(hours=1)
    read_task(story.rt, story.person("cs_head"), row.task_id)

    assert not page(story, "cs_head", "todo").rows[0].unread
    view = task_view.open_task(story.rt, story.connection, story.person("cs_head"), row.task_id)
    assert [receipt.at for receipt in view.receipts] == [first]
    assert view.version == row.version, "reading changes no version"


def test_a_sent_matter_says_where_it_stands_and_whom_it_waits_for(story, five):
    row = page(story, "tea01", "sent").rows[0]

    assert row.step_name
    assert row.waiting_for == (story.person("cs_head").name,)


def test_a_draft_is_its_owners_and_goes_when_it_is_sent(story, mail, rt):
    teacher = story.person("tea01")
    draft = save_draft(rt, teacher, "email-unlock", {**mail, "newPassword": "geheim-12345", "odd": 1})

    assert [row.draft_id for row in page(story, "tea01", "draft").rows] == [draft]
    assert page(story, "tea02", "draft").rows == ()
    view = start_view(rt, story.connection, teacher, "email-unlock", draft_id=draft)
    assert view.draft_document == mail
    with pytest.raises(NotFound):
        start_view(rt, story.connection, story.person("tea02"), "email-unlock", draft_id=draft)
    with pytest.raises(NotFound):
        save_draft(rt, story.person("tea02"), "email-unlock", {}, draft_id=draft)
    with pytest.raises(NotFound):
        discard_draft(rt, story.person("tea02"), draft)

    story.start("tea01", "email-unlock", mail, opinion="请办理", draft_id=draft)
    assert page(story, "tea01", "draft").rows == ()


def test_unsent_input_of_a_handler_comes_back_and_goes_with_the_task(story, mail, rt):
    story.start("tea01", "email-unlock", mail, opinion="请办理")
    task = story.task("cs_head")
    save_input(rt, story.person("cs_head"), task.id, {"newPassword": "geheim-12345"}, "还没写完")
    save_input(rt, story.person("cs_head"), task.id, {}, "写完了")

    assert story.task("cs_head").input.opinion == "写完了"
    assert page(story, "cs_head", "draft").rows == ()
    with pytest.raises(NotFound):
        save_input(rt, story.person("tea01"), task.id, {}, "不是我的")
    story.complete("cs_head")
    assert boxes.counts(story.connection, story.person("cs_head"))["draft"] == 0


def test_a_row_says_until_when_it_is_to_be_done(story, mail, clock):
    story.start("tea01", "email-unlock", mail, opinion="急")
    (row,) = page(story, "cs_head", "todo").rows
    assert row.due_at == story.task("cs_head").due_at
    assert (row.due_at - clock.now).total_seconds() == 6 * 3600
    assert page(story, "tea01", "sent").rows[0].due_at is None
