"""Words for what lies ahead, and what a page makes of it."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask_babel import force_locale
from markupsafe import Markup

from engine.forecast import Branch, Fork, Step, Usual
from portal.ahead import branch_words, fork_words, several_words, usual_words
from web.i18n import install_i18n

sys.path.insert(0, str(Path(__file__).parent))
import samples_matters
from test_pages import pages as pages


@pytest.fixture
def language() -> Iterator[None]:
    app = Flask("words")
    app.config.update(SECRET_KEY="words")
    install_i18n(app)
    with app.test_request_context("/?lang=zh"):
        yield


def step(**more) -> Step:
    return Step("a", "学院意见", now=False, certain=True, **more)


@pytest.mark.usefixtures("language")
def test_a_gateway_asks_its_own_question():
    assert fork_words(Fork("one", "g", "是否同意？", ())) == "是否同意？"
    assert fork_words(Fork("one", "g", "", ())) == "以下情况之一"
    assert fork_words(Fork("all", "g", "分发", ())) == "同时进行"
    assert fork_words(Fork("beside", "a", "学院意见", ())) == "期间可能出现"


@pytest.mark.usefixtures("language")
def test_a_branch_without_a_label_says_when_it_is_taken():
    one, every, beside = (Fork(kind, "g", "", ()) for kind in ("one", "all", "beside"))
    assert branch_words(one, Branch("通过", ())) == "通过"
    assert branch_words(one, Branch("", (), default=True)) == "其他情况"
    assert branch_words(one, Branch("", ())) == "符合条件时"
    assert branch_words(every, Branch("", ())) == ""
    assert branch_words(beside, Branch("", (), event="timer")) == "到时后"


@pytest.mark.usefixtures("language")
def test_how_many_handle_a_step_and_how_long_that_usually_takes():
    assert several_words(step(people=("甲",))) == ""
    assert several_words(step(people=("甲", "乙"))) == "其中一人办理"
    assert several_words(step(several="each", count=3)) == "共 3 份，同时办理"
    assert several_words(step(several="in_turn")) == "多份依次办理"
    assert usual_words(step()) == ""
    assert usual_words(step(usual=Usual(3 * 3600, 12))) == "通常用时 3 小时（据 12 次办理）"
    assert usual_words(step(usual=Usual(60, 12))) == "通常用时 1 分（据 12 次办理）"


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("seconds", [0.002, 34, 59.9])
def test_what_usually_takes_less_than_a_minute_says_so(seconds):
    at_once = step(usual=Usual(seconds, 12))
    assert usual_words(at_once) == "通常用时不到 1 分钟（据 12 次办理）"
    with force_locale("en"):
        assert usual_words(at_once) == "usually less than a minute (of 12)"


def test_a_page_tells_every_piece_of_the_way(pages: Flask):
    context = {"start": samples_matters.START, "ahead": samples_matters.AHEAD, "usual": {}, "title": "免测"}
    with pages.test_request_context("/?lang=zh"):
        html = render_template("portal/forecast.html", sheet=Markup(""), **context)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for said in (
        "通常用时 3 小时 41 分（据 41 次办理）",
        "到时后",
        "办理人由表单或前面的环节确定",
        "学院是否同意？",
        "结束： 学院未同意",
        "回到“填写申请”",
        "共 5 份，同时办理",
        "归档",
        "流程图过大，未能预测到结束。",
    ):
        assert said in words, said
    assert words.count("视情况") == 3
