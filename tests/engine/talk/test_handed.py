"""我转办的 and 抄送给我 as boxes: newest first, by cursor, found by words (T1)."""

import pytest
from sqlalchemy import text

from engine.queries import boxes


@pytest.fixture
def handed(story, mail, connection, campus, clock):
    """Five tasks of the head's that he gave to his deputy, as the commands that hand over store it."""
    found = []
    for number in range(5):
        clock.forward(minutes=1)
        started = story.start("tea01", "email-unlock", mail, opinion=f"第 {number} 份")
        task = story.task("cs_head").id
        connection.execute(
            text(
                "INSERT INTO handover (task_id, kind, from_id, to_id, at)"
                " VALUES (:task, 'transfer', :head, :deputy, :now)"
            ),
            {"task": task, "head": campus.id("cs_head"), "deputy": campus.id("cs_deputy"), "now": clock()},
        )
        found.append(started.instance_id)
    return found


def test_what_i_handed_over_says_to_whom_when_and_how_it_stands_now(campus, story, handed, clock):
    first = campus.box("cs_head", "handed")[0]
    assert (first.other_name, first.state, first.at) == (campus.name("cs_deputy"), "open", clock())
    assert campus.count("cs_head", "handed") == 5

    story.complete("cs_head")
    assert campus.box("cs_head", "handed")[0].state == "completed"
    assert campus.box("cs_deputy", "handed") == ()


@pytest.mark.parametrize("box", ["handed", "cc"])
def test_pages_go_on_where_the_last_one_ended(campus, story, handed, box):
    for row in story.tasks("cs_head"):
        campus.copy("cs_head", row.task_id, "cs_counsellor")
    login = "cs_head" if box == "handed" else "cs_counsellor"
    seen, cursor = [], None
    while True:
        part = boxes.page(story.connection, story.person(login), box, limit=2, before=cursor)
        seen += [row.instance_id for row in part.rows]
        if (cursor := part.next) is None:
            break
    assert len(seen) == 5
    assert set(seen) == set(handed)


@pytest.mark.parametrize("box", ["handed", "cc"])
@pytest.mark.parametrize("cursor", ["x", "~", "9" * 400, "2026-13-40~1", "' OR 1=1", "\x00"])
def test_a_cursor_that_cannot_be_read_is_no_error(campus, story, handed, box, cursor):
    assert boxes.page(story.connection, story.person("cs_head"), box, before=cursor) is not None


def test_words_find_a_copy_and_wildcards_are_words(campus, story, handed):
    row = story.tasks("cs_head")[0]
    campus.copy("cs_head", row.task_id, "cs_counsellor")
    for search, count in ((row.business_no, 1), (campus.name("tea01"), 1), ("%", 0), ("没有", 0)):
        found = boxes.page(story.connection, story.person("cs_counsellor"), "cc", search=search)
        assert len(found.rows) == count, search
    other = boxes.page(story.connection, story.person("cs_counsellor"), "cc", service="notice")
    assert other.rows == ()


@pytest.mark.parametrize(
    ("statement", "index", "order"),
    [("_CC", "ix_carbon_copy_person", "c."), ("_HANDED", "ix_handover_from", "h.")],
)
def test_the_index_gives_a_page_in_its_order_without_sorting_the_box(
    campus, handed, connection, statement, index, order
):
    connection.execute(text("SET LOCAL enable_seqscan = off"))
    connection.execute(text("SET LOCAL enable_bitmapscan = off"))
    asked = {"service": None, "search": None, "before_at": None, "before_id": None, "limit": 21}
    sql = getattr(boxes, statement).text
    plan = connection.execute(text(f"EXPLAIN {sql}"), {**asked, "person_id": campus.id("cs_head")})
    told = "\n".join(row[0] for row in plan)
    assert index in told
    assert f"Sort Key: {order}" not in told
