"""Titles of versions that were deployed before patterns were checked; numbers are in `test_numbers`."""

from datetime import UTC, datetime

import pytest

from engine.titles import title_of

NOW = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("pattern", ["{service", "{service!r}", "{service.__class__}"])
def test_a_title_that_cannot_be_read_gives_way_to_the_usual_one(pattern: str) -> None:
    assert title_of({"name": "报修", "title": pattern}, "沈亦舟", NOW, {}) == "报修 沈亦舟 2026-09-01"


def test_a_title_takes_fields_and_leaves_out_what_is_unknown() -> None:
    process = {"name": "报修", "title": "{service}  {place} {nothing}"}
    assert title_of(process, "沈亦舟", NOW, {"place": "东配楼"}) == "报修 东配楼"
