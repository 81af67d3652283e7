"""Instances that were there before values were kept are found once they have been looked at."""

import pytest
from sqlalchemy import text

from engine.commands.fill_fields import fill_fields
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


def test_one_that_cannot_be_read_keeps_nobody_else_from_being_found(story, forgotten, matters, caplog):
    broken = {"id": matters["mail"]}
    story.connection.execute(text("UPDATE instance SET snapshot = '\\x00' WHERE id = :id"), broken)
    assert fill_fields(story.rt) == 5
    assert values(story) == forgotten | {matters["mail"]: []}
    assert str(matters["mail"]) in caplog.text
    assert fill_fields(story.rt) == 0
