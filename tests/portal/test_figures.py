"""What stands on elements and in bars, and what an address asks for."""

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from portal.figures import bar, chosen, heat, outcome_words, percent, warmth
from web.i18n import install_i18n

sys.path.insert(0, str(Path(__file__).parent))
from samples_figures import CALL, FULL, STEP

TODAY = date(2026, 11, 28)


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("figures")
    made.config.update(SECRET_KEY="figures")
    install_i18n(made)
    return made


@pytest.mark.parametrize(
    ("value", "most", "warm"),
    [
        (0, 9, 0),
        (1, 0, 0),
        (1, 1000, 1),
        (200, 1000, 1),
        (201, 1000, 2),
        (999, 1000, 5),
        (1000, 1000, 5),
        (3, 3, 5),
    ],
)
def test_the_largest_is_warmest_and_nothing_is_cold(value: float, most: float, warm: int) -> None:
    assert warmth(value, most) == warm


def test_each_element_carries_its_figure_and_says_it(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        counts = heat(FULL, "count")
        times = heat(FULL, "time")
    assert [(one[0], one[1], one[2]) for one in counts] == [("Task_room", "1,310", 5), ("Task_call", "2", 1)]
    assert [(one[0], one[1], one[2]) for one in times] == [("Task_room", "3 d", 5), ("Task_call", "3 s", 1)]
    assert counts[0][3] == f"{STEP.name}: 1,310 to-do items"
    assert CALL.name in times[1][3]


def test_one_is_told_as_one(app: Flask) -> None:
    once = replace(FULL, steps=(replace(STEP, entered=1),))
    with app.test_request_context("/?lang=en"):
        assert heat(once, "count")[0][3] == f"{STEP.name}: 1 to-do item"


def test_outcomes_are_called_as_the_buttons_are(app: Flask) -> None:
    with app.test_request_context("/?lang=zh"):
        assert list(outcome_words(FULL, STEP)) == [("同意", 1100), ("o1", 100), ("已退回", 40)]


@pytest.mark.parametrize(
    ("query", "first", "last", "period"),
    [
        ("", date(2026, 8, 31), None, 90),
        ("period=30", date(2026, 10, 30), None, 30),
        ("period=0", None, None, 0),
        ("period=31", date(2026, 8, 31), None, 90),
        ("period=x&from=2026-99-99&to=%00", date(2026, 8, 31), None, 90),
        ("from=2026-01-02&period=30", date(2026, 1, 2), None, None),
        ("to=9999-12-31", None, date(9999, 12, 31), None),
        ("from=0001-01-01", date(1, 1, 1), None, None),
    ],
)
def test_an_address_says_which_days(
    app: Flask, query: str, first: date | None, last: date | None, period: int | None
) -> None:
    with app.test_request_context(f"/?{query}"):
        found = chosen(TODAY)
        assert (found.first, found.last, found.period) == (first, last, period)
        asked = found.asked
    assert asked.since is None or asked.since.year >= 1970
    assert (asked.until is None) is (last is None or last == date.max)


@pytest.mark.parametrize("version", ["0", "-1", "x", "1e9", str(2**70)])
def test_a_version_that_can_be_none_is_not_asked_for(app: Flask, version: str) -> None:
    with app.test_request_context(f"/?version={version}"):
        assert chosen(TODAY).version is None


def test_a_day_that_is_none_is_kept_as_it_was_typed(app: Flask) -> None:
    with app.test_request_context("/?from=x&to=2026-11-01"):
        assert chosen(TODAY).wrong == {"from": "x"}
    with app.test_request_context("/?from=&to=2026-11-01"):
        assert chosen(TODAY).wrong == {}


def test_shares_and_bars() -> None:
    assert [percent(one) for one in (None, 0, 0.004, 0.346, 1)] == ["—", "0%", "<1%", "35%", "100%"]
    assert [bar(1, 0), bar(1, 3), bar(3, 3)] == ["0", "33.3", "100.0"]
