import pytest

from hall.wording import normalise, patterns, searchable, sort_key


@pytest.mark.parametrize(
    "query",
    [
        "邮箱",
        "解锁申请",
        "youxiang",
        "yxjs",
        "YXJS",
        "ｙｘｊｓ",
        "you xiang",
        "邮箱js",
        "unlock",
        "Unlock MAIL",
    ],
)
def test_title_is_found_when_asked_in_any_spelling(query: str) -> None:
    words = searchable("邮箱解锁申请 Unlock mailbox")
    assert all(pattern.strip("%") in words for pattern in patterns(query))


def test_both_readings_are_kept_when_a_character_has_two_sounds() -> None:
    words = searchable("调课申请")
    assert "tiaoke" in words
    assert "diaoke" in words


def test_readings_stay_few_when_every_character_has_several() -> None:
    assert len(searchable("行" * 40).split()) < 60


def test_special_characters_of_like_stand_for_themselves() -> None:
    assert patterns("50%_a") == (r"%50\%\_a%",)


def test_no_pattern_when_query_is_blank() -> None:
    assert patterns("  \u3000 ") == ()


def test_chinese_titles_sort_by_sound() -> None:
    assert sorted(["邮箱", "补办", "学生"], key=sort_key) == ["补办", "学生", "邮箱"]


def test_full_width_and_case_are_folded() -> None:
    assert normalise(" ＡＢc　一 ") == "abc 一"
