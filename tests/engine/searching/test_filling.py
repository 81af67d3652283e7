"""Instances that were there before values were kept are found once they have been looked at."""

import pytest
from sqlalchemy import text

from engine.commands.fill_fields import fill_fields
from engine.commands.migrate_instances import migrate_instances
from engine.commands.suspend_instance import suspend_instance
from engine.queries.search import FieldTest, Filter, search

MAIL = "email-unlock"
INJURED = Filter(services=("fitness-exemption",), fields=(FieldTest("/category", "is", "injury"),))


@pytest.fixture
def forgotten(story, matters):
    """Give the matters, of which no value is known, and what was known of them."""
    known = dict(story.connection.execute(text("SELECT id, fields FROM instance")).all())
    story.connection.execute(text("UPDATE instance SET fields = NULL"))
    return known


def values(story):
    return dict(story.connection.execute(text("SELECT id, fields FROM instance")).all())


def found(story):
    return len(search(story.rt, story.connection, story.person("admin"), INJURED).rows)


def test_they_are_filled_a_few_at_a_time_with_what_a_command_would_write(story, forgotten):
    assert found(story) == 0
    assert [fill_fields(story.rt, 2) for _ in range(4)] == [2, 2, 1, 0]
    assert values(story) == forgotten
    assert found(story) == 4


def test_one_that_goes_on_as_another_version_keeps_the_values_of_that_version(story, matters, second_version):
    before = values(story)
    newest = story.connection.execute(text("SELECT max(id) FROM definition")).scalar_one()
    (moved,) = migrate_instances(story.rt, story.person("admin"), newest, [matters["first"]], reason="改版。")
    assert moved.code is None
    moved_on = values(story)
    assert [id_ for id_, kept in moved_on.items() if kept != before[id_]] == [matters["first"]]

    story.connection.execute(text("UPDATE instance SET fields = NULL"))
    fill_fields(story.rt)
    assert values(story) == moved_on


def test_one_that_cannot_be_read_keeps_nobody_else_from_being_found(story, forgotten, matters, caplog):
    broken = {"id": matters["mail"]}
    story.connection.execute(text("UPDATE instance SET snapshot = '\\x00' WHERE id = :id"), broken)
    assert fill_fields(story.rt) == 5
    assert values(story) == forgotten | {matters["mail"]: []}
    assert str(matters["mail"]) in caplog.text
    assert fill_fields(story.rt) == 0


def test_one_that_could_not_be_read_is_filled_by_its_next_command_whatever_that_is(story, forgotten, matters):
    story.connection.execute(text("UPDATE instance SET fields = '[]'"))
    suspend_instance(story.rt, story.person("admin"), matters["first"], reason="等通知")
    assert values(story)[matters["first"]] == forgotten[matters["first"]] != []
    suspend_instance(story.rt, story.person("admin"), matters["mail"], reason="等通知")
    assert values(story)[matters["mail"]] == forgotten[matters["mail"]] != []
