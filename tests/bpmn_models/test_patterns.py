"""A pattern fills in its names, and can do nothing else of what str.format can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpmn_models.errors import BrokenBundle
from bpmn_models.patterns import fill_number, number_parts, title_parts

PIECES = st.sampled_from(
    [
        "{",
        "}",
        "{{",
        "}}",
        "{seq}",
        "{seq:06}",
        "{year}",
        "{prefix}",
        "{x}",
        "!r",
        ":",
        "[0]",
        ".a",
        "号",
        "-",
    ]
)


class _Names(dict[str, str]):
    """Every name stands for itself."""

    def __missing__(self, name: str) -> str:
        return name


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{seq}", "7"),
        ("{prefix}{year}-{seq:06}", "SR2026-000007"),
        ("第 {seq:012} 号（{year}）", "第 000000000007 号（2026）"),
        ("{seq:3}", "  7"),
        ("{{{seq}}}", "{7}"),
    ],
)
def test_a_number_is_filled_in(pattern: str, number: str) -> None:
    assert fill_number(pattern, prefix="SR", year="2026", seq=7) == number


@pytest.mark.parametrize(
    "pattern",
    [
        "", "{", "}", "{seq", "{prefix}", "{prefix.__class__}{seq}", "{prefix[0]}{seq}", "{seq:0999999999}",
        "{seq:013}", "{seq:00}", "{seq:0}", "{seq!r}", "{seq:x}", "{seq:{year}}", "{year:4}{seq}", "{0}{seq}",
        "{}{seq}", "{month}{seq}", "{{seq}}", "{seq:٣}",
    ],
)  # fmt: skip
def test_other_number_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        number_parts(pattern)
    assert (refused.value.code, refused.value.params["setting"]) == (
        "setting_pattern",
        "process.number.pattern",
    )


@pytest.mark.parametrize("pattern", ["", "报修", "{service} {initiator} {date}", "{标题}：{title}", "{{x}}"])
def test_a_title_may_hold_any_names(pattern: str) -> None:
    assert pattern.format_map(_Names()) == "".join(
        literal + name for literal, name, _ in title_parts(pattern)
    )


@pytest.mark.parametrize("pattern", ["{", "}", "{}", "{a.b}", "{a[0]}", "{a!r}", "{a:9}", "{a b}", "{a:{b}}"])
def test_other_title_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(BrokenBundle) as refused:
        title_parts(pattern)
    assert (refused.value.code, refused.value.params["setting"]) == ("setting_title", "process.title")


@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_passes_can_be_filled_and_stays_short(pattern: str) -> None:
    try:
        number = fill_number(pattern, prefix="SR", year="2026", seq=7)
    except BrokenBundle:
        return
    assert "7" in number
    assert number == pattern.format(prefix="SR", year="2026", seq=7)
