"""The record as a conversation: what stands under what, which names are marked, what is escaped."""

import sys
from pathlib import Path

from flask import Flask

from identity.refs import PersonRef
from portal.threads import mentioning, named_in, threads
from web.i18n import install_i18n

sys.path.insert(0, str(Path(__file__).parent))
from samples_handling import LONG
from samples_matters import line


def shape(lines):
    return [
        (thread.line.n, [(reply.line.n, reply.to) for reply in thread.replies]) for thread in threads(lines)
    ]


def test_answers_stand_under_the_entry_of_their_thread_and_say_whom_they_answer():
    lines = [
        line(1, "start"),
        line(2, "comment", reply_to=1, person_name="甲"),
        line(3, "complete"),
        line(4, "comment", reply_to=2, person_name="乙"),
        line(5, "comment", reply_to=1),
        line(6, "comment"),
    ]
    assert shape(lines) == [(6, []), (3, []), (1, [(2, ""), (4, "甲"), (5, "")])]
    assert shape(reversed(lines)) == shape(lines)


def test_an_answer_to_nothing_stands_for_itself():
    assert shape([line(1, "start"), line(2, "comment", reply_to=9)]) == [(2, []), (1, [])]


def test_mentioned_names_are_marked_and_markup_is_words():
    told = mentioning(line(1, "comment", text="<b>@沈亦舟</b> 请看", mentions=("沈亦舟",)))
    assert told == '&lt;b&gt;<mark class="tb-at">@沈亦舟</mark>&lt;/b&gt; 请看'


def test_a_name_that_the_words_do_not_say_comes_first():
    told = mentioning(line(1, "comment", text="请看", mentions=(LONG,)))
    assert told == f'<mark class="tb-at">@{LONG}</mark> 请看'


def test_only_who_is_mentioned_is_marked():
    assert "mark" not in mentioning(line(1, "comment", text="@沈亦舟 你好"))


def test_erased_words_say_so():
    app = Flask("erased")
    app.config.update(SECRET_KEY="erased")
    install_i18n(app)
    with app.test_request_context("/?lang=en"):
        assert mentioning(line(1, "comment", erased=True)) == "<i>These words have been erased.</i>"


PEOPLE = [
    PersonRef(1, "王伟", "1", "体育部"),
    PersonRef(2, "王伟明", "2", "校医院"),
    PersonRef(3, "李娜", "3", "校医院"),
    PersonRef(4, "李娜", "4", "体育部"),
    PersonRef(5, "A.B", "5", ""),
]


def test_names_behind_an_at_are_meant_the_longer_before_the_shorter():
    assert named_in("请@王伟明和 @王伟 看", PEOPLE) == [2, 1]
    assert named_in("请王伟看", PEOPLE) == []


def test_a_name_that_two_bear_names_nobody():
    assert named_in("@李娜 @王伟", PEOPLE) == [1]


def test_a_name_is_no_pattern():
    assert named_in("@AxB", PEOPLE) == []
    assert named_in("@A.B", PEOPLE) == [5]
    assert named_in("@谁", []) == []
