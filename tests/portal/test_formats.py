"""The copy rules: how moments, durations and numbers are written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from portal import formats
from web.i18n import install_i18n

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)


@pytest.fixture(scope="module")
def words() -> Flask:
    app = Flask("words")
    install_i18n(app)
    return app


@pytest.fixture(autouse=True)
def chinese(words: Flask) -> Iterator[None]:
    with words.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("ago", "written"),
    [
        (timedelta(minutes=1), "今天 10:41"),
        (timedelta(days=1), "昨天 10:42"),
        (timedelta(days=3), "11-20 10:42"),
        (timedelta(days=400), "2025-10-19 10:42"),
    ],
)
def test_a_moment_is_written_as_near_as_it_is(ago: timedelta, written: str) -> None:
    assert formats.moment(NOW - ago, NOW) == written


def test_midnight_belongs_to_the_school_s_day_not_to_utc() -> None:
    assert formats.moment(datetime(2026, 11, 22, 16, 5, tzinfo=UTC), NOW) == "今天 00:05"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(34, "34 秒"), (0.2, "0 秒"), (13260, "3 小时 41 分"), (72, "1 分 12 秒"), (183600, "2 天 3 小时")],
)
def test_a_duration_is_written_in_its_two_largest_units(seconds: float, written: str) -> None:
    assert formats.duration(seconds) == written


def test_how_long_ago_is_written_in_the_largest_unit() -> None:
    assert formats.ago(NOW - timedelta(days=10, hours=5), NOW) == "10 天前"
    assert formats.ago(NOW, NOW) == "刚刚"


def test_formal_papers_carry_the_whole_date() -> None:
    assert formats.formal_date(NOW) == "2026年11月23日"
    with force_locale("en"):
        assert formats.formal_date(NOW) == "23 November 2026"


def test_what_is_missing_is_a_dash() -> None:
    assert formats.moment(None, NOW) == formats.duration(None) == formats.formal_date(None) == "—"


def test_the_round_mark_shows_the_given_name() -> None:
    assert [formats.initials(n) for n in ("苏文谦", "古丽娜尔·阿卜杜热合曼", "㛃", "Ada Byron")] == [
        "文谦",
        "娜尔",
        "㛃",
        "AB",
    ]


def test_counts_have_commas_and_stay_capped() -> None:
    assert formats.thousands(18406) == "18,406"
    assert formats.thousands("999+") == "999+"
