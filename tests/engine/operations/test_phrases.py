"""常用意见: each person keeps his own list (T4)."""

import pytest

from engine.commands.keep_phrases import MOST, keep_phrases
from engine.errors import PhraseTooLong, TooManyPhrases
from engine.queries.phrases import phrases_of
from engine.words import OPINION_LIMIT


def of(story, login):
    return phrases_of(story.connection, story.person(login))


def test_a_list_is_kept_in_its_order_and_is_nobody_elses(story):
    keep_phrases(story.person("cs_head"), ["同意。", "请补充材料。"])
    keep_phrases(story.person("cs_head"), ["请补充材料。", "情况属实，同意。", "同意。"])
    assert of(story, "cs_head") == ("请补充材料。", "情况属实，同意。", "同意。")
    assert of(story, "cs_deputy") == ()


def test_blank_ones_and_repetitions_are_left_out(story):
    kept = keep_phrases(story.person("cs_head"), ["", "  同意。 ", "同意。", "\n\t", "不同意"])
    assert kept == of(story, "cs_head") == ("同意。", "不同意")


def test_an_empty_list_is_none(story):
    keep_phrases(story.person("cs_head"), ["同意。"])
    assert keep_phrases(story.person("cs_head"), []) == of(story, "cs_head") == ()


def test_the_limits_hold_and_a_refusal_changes_nothing(story):
    by = story.person("cs_head")
    most = [f"意见{n}" for n in range(MOST)]
    longest = "字" * OPINION_LIMIT
    keep_phrases(by, [longest, *most[1:]])
    for refused, error in (([*most, "再一条"], TooManyPhrases), ([longest + "多"], PhraseTooLong)):
        with pytest.raises(error):
            keep_phrases(by, refused)
    assert of(story, "cs_head") == (longest, *most[1:])


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", "'; DROP TABLE phrase; --", "𠮷" * 500, "{a,b}"]
)
def test_words_come_back_as_they_were_typed(story, words):
    keep_phrases(story.person("cs_head"), [words])
    assert of(story, "cs_head") == (words,)
