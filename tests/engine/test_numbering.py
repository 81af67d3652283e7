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
    told = title_of(process, "沈亦舟", NOW, {"place": "东配楼"})
    assert told == "报修 东配楼 沈亦舟 2026-09-01"


def test_a_title_may_say_the_minute_on_the_campus_s_clock() -> None:
    process = {"name": "报修", "title": "{initiator}的{service} {date} {time}"}
    assert title_of(process, "沈亦舟", NOW, {}) == "沈亦舟的报修 2026-09-01 10:00"


@pytest.mark.parametrize("pattern", ["{service} {subject}", "{service} {subject} {initiator} {date}"])
def test_a_long_field_never_pushes_out_whose_matter_it_is_and_of_which_day(pattern: str) -> None:
    told = title_of({"name": "报修" * 20, "title": pattern}, "沈亦舟", NOW, {"subject": "漏水" * 500})
    assert told.endswith(" 沈亦舟 2026-09-01")
    assert len(told) <= 200


def test_a_long_name_of_the_service_gives_way_too() -> None:
    told = title_of({"name": "报" * 300, "title": "{service}"}, "沈亦舟", NOW, {})
    assert told.endswith("报 沈亦舟 2026-09-01")
    assert len(told) == 200
