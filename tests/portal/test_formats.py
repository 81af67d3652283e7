"""The copy rules: how moments, durations and numbers are written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from portal import formats, words
from portal.template_tools import commands
from web.i18n import install_i18n

NOW = datetime(2026, 11, 23, 2, 42, tzinfo=UTC)


@pytest.fixture(scope="module")
def application() -> Flask:
    app = Flask("words")
    install_i18n(app)
    return app


@pytest.fixture(autouse=True)
def chinese(application: Flask) -> Iterator[None]:
    with application.test_request_context("/"):
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


@pytest.mark.parametrize(
    ("due", "written"),
    [
        (timedelta(hours=3, minutes=20, seconds=40), "还剩 3 小时 20 分"),
        (timedelta(seconds=20), "还剩 1 分"),
        (timedelta(days=2, hours=1), "还剩 2 天 1 小时"),
        (timedelta(0), "还剩 1 分"),
        (timedelta(hours=-2), "已超时 2 小时"),
        (timedelta(days=-3), "已超时 3 天"),
    ],
)
def test_how_long_is_left_until_a_due_time_is_written_without_seconds(due: timedelta, written: str) -> None:
    assert formats.left(NOW + due, NOW) == written
    with force_locale("en"):
        assert formats.left(NOW + due, NOW).endswith("left" if due >= timedelta(0) else "overdue")


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("P2D working -PT4H", "办理时限 2 天（工作时间），到期前 4 小时"),
        ("PT36H plain PT0H", "办理时限 36 小时，到期时"),
        ("P1DT2H30M working P1D", "办理时限 1 天 2 小时 30 分（工作时间），到期后 1 天"),
        ("谁写的？", "谁写的？"),
        ("", ""),
    ],
)
def test_the_reason_of_a_deadline_is_written_out(reason: str, written: str) -> None:
    assert words.deadline_words(reason) == written


def test_commands_in_advice_are_shown_as_commands_and_nothing_else_is_markup() -> None:
    told = commands("请运行 “tongban verify”，而非“<b>别的</b>”。")
    assert told == "请运行 <code>tongban verify</code>，而非“&lt;b&gt;别的&lt;/b&gt;”。"
    assert commands("“tongban <i>”") == "<code>tongban &lt;i&gt;</code>"


def test_a_list_is_written_as_its_language_does() -> None:
    assert words.listed(["甲", "乙"]) == "甲、乙"
    with force_locale("en"):
        assert words.listed(["A", "B"]) == "A, B"
    assert words.listed([]) == ""


@pytest.mark.parametrize(("days", "alone", "within"), [(0, "Today", "today"), (1, "Yesterday", "yesterday")])
def test_a_day_begins_small_within_an_english_sentence(days: int, alone: str, within: str) -> None:
    at = NOW - timedelta(days=days)
    with force_locale("en"):
        assert formats.moment(at, NOW).split()[0] == alone
        assert formats.moment(at, NOW, within=True).split()[0] == within
    assert formats.moment(at, NOW, within=True) == formats.moment(at, NOW)
