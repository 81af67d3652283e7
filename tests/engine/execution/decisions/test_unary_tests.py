"""Cells of a table: which values they match."""

import time
from datetime import date
from typing import Any

import pytest

from tests.engine.execution.decisions.support import decision, made, matches, model, problems, table

LONG = 60_000


@pytest.mark.parametrize("cell", ["-", "", "  ", " - "])
@pytest.mark.parametrize("value", [None, 0, "", "-", True, [], {"a": 1}])
def test_everything_passes_when_a_cell_is_empty(cell: str, value: Any) -> None:
    assert matches(cell, value)


@pytest.mark.parametrize(
    ("cell", "fitting", "other"),
    [
        ("5", [5, 5.0], [True, "5", None, 6, [5]]),
        ("1", [1, 1.0], [True, "1"]),
        ("0", [0, 0.0], [False, None, ""]),
        ("-5", [-5, -5.0], [5, "-5"]),
        ("2.50", [2.5], [2, "2.50"]),
        (".5", [0.5], [5]),
        ("true", [True], [1, "true", None, False]),
        ("False", [False], [0, None, ""]),
        ("null", [None], [0, "", False, "null"]),
        ('"a, b"', ["a, b"], ["a", " b"]),
        (r'"say \"no\", (then [go"', ['say "no", (then [go'], ["say "]),
        ("'it, is'", ["it, is"], ["it"]),
        (r'"line\nfeed \u4e2d"', ["line\nfeed 中"], []),
        ('date("2026-01-01")', ["2026-01-01", date(2026, 1, 1)], ["2026-01-02", "2026-01-01T08:00", None]),
    ],
)
def test_a_constant_matches_its_equal_alone(cell: str, fitting: list[Any], other: list[Any]) -> None:
    assert [value for value in fitting if not matches(cell, value)] == []
    assert [value for value in other if matches(cell, value)] == []


@pytest.mark.parametrize(
    ("cell", "fitting", "other"),
    [
        ("< 5", [4.9, -1], [5, 6, None, "4", False]),
        ("<= 5", [5, 5.0], [5.1, None]),
        ("> -5", [-4.9, 0], [-5, None, "0", True]),
        (">= 5", [5, 5.1], [4.9, None]),
        ("= 5", [5.0], ["5", None]),
        ("== 5", [5.0], ["5", None]),
        ("!= 5", [6, "5", None, True], [5, 5.0]),
        ("= null", [None], [0, ""]),
        ("!= null", [0, ""], [None]),
        ("< null", [], [None, 0]),
        ('< "m"', ["a"], ["z", None, 1]),
        ('>= date("2026-03-01")', ["2026-03-01", "2026-12-31"], ["2026-02-28", "2026-03-01T09:00", None, 3]),
        ("< limit", [1], [10, 11, None, "1", True]),
        ("!= limit", [1, None], [10, 10.0]),
        ("> limit - 5", [6], [5]),
    ],
)
def test_a_comparison_matches_values_of_its_kind_alone(
    cell: str, fitting: list[Any], other: list[Any]
) -> None:
    assert [value for value in fitting if not matches(cell, value, limit=10)] == []
    assert [value for value in other if matches(cell, value, limit=10)] == []


@pytest.mark.parametrize(
    ("cell", "fitting", "other"),
    [
        ("[100..200]", [100, 150.5, 200], [99, 201, None, "150", True]),
        ("(100..200)", [101, 199], [100, 200]),
        ("[100..200)", [100], [200]),
        ("(100..200]", [200], [100]),
        ("]100..200[", [101], [100, 200]),
        ("[-1.5..-0.5]", [-1, -1.5], [0]),
        ("[low..high]", [1, 3], [0, 4, None, "2", True]),
        ("]low..3]", [2, 3], [1]),
        ('["a".."c"]', ["b"], ["d", 1, None]),
        ('[date("2026-01-01")..date("2026-01-31")]', ["2026-01-15"], ["2026-02-01", "2026-01-15T10:00"]),
        ('[date(day)..date("2026-01-31")]', ["2026-01-15"], ["2026-01-01", "2026-01-15T10:00", None]),
        ("[1..2], [5..6)", [1, 5], [3, 6]),
    ],
)
def test_an_interval_matches_what_lies_within(cell: str, fitting: list[Any], other: list[Any]) -> None:
    names = {"low": 1, "high": 3, "day": "2026-01-10T12:00:00"}
    assert [value for value in fitting if not matches(cell, value, **names)] == []
    assert [value for value in other if matches(cell, value, **names)] == []


@pytest.mark.parametrize(
    ("cell", "fitting", "other"),
    [
        ("150,160", [150, 160], [155, "150"]),
        ('"a,b", "c"', ["a,b", "c"], ["a", "b"]),
        ("1, < 0, [5..6], null", [1, -3, 5.5, None], [0, 4]),
        ("not(5)", [4, "5", None, True], [5, 5.0]),
        ('not("a", "b")', ["c", None], ["a", "b"]),
        ("not(< 5, [10..20])", [5, 21], [4, 15]),
        ("not(? > 5)", [5, None], [6]),
        ("? > 5 and ? < 10", [6, 9.9], [5, 10, None, "7", True]),
        ("? = 1 or ? = 'x'", [1, "x"], [True, 2]),
        ("contains(?, 'b, c')", ["ab, cd"], ["b", None, 5]),
        ("? in (1, 2, > 10)", [1, 11], [3]),
        ("?", [True], [1, "a", None]),
        ("limit", [10, 10.0], [True, "10", None]),
        ("limit * 2, 5", [20, 5], [10]),
        ("choices", ["a", "b", ["a", "b"]], ["c", None, ["b"]]),
        ("[1, 2]", [1, 2, [1, 2]], [3, True]),
        ("(1, 2)", [1, 2], [3]),
        ("flag", [True], [1]),
        ("sum([1, 2])", [3], [1]),
        ("?.startswith('x')", ["xy"], ["y"]),
        ("'it' 's'", ["its"], []),
        ("'a' if limit else 'b', 'c'", ["a", "c"], ["b"]),
    ],
)
def test_lists_negations_and_expressions_match(cell: str, fitting: list[Any], other: list[Any]) -> None:
    names = {"limit": 10, "choices": ["a", "b"], "flag": True}
    assert [value for value in fitting if not matches(cell, value, **names)] == []
    assert [value for value in other if matches(cell, value, **names)] == []


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "< ",
            "1..5",
            "[1..]",
            "[1..'a']",
            "[true..false]",
            "not(",
            "5,,",
            ",5",
            "'open",
            '"open',
            "< true",
        ),
        *("a b", "- 'a' b", "? ?", "in", "date('2026-02-30')", "date('20260201')", "_dmn_c0", "`", "x.class"),
        *(
            "_dmn_c0 == ? + (1,)",
            "matches(?, 'a')",
            "for x in y return x",
            "1" * 101,
            "1e999",
            "{a: 1}",
            "given[item > 5]",
            "(yield 1)",
            "[x := 1]",
            "*given, 1",
            "()",
        ),
    ],
)
def test_a_cell_is_refused_with_its_text_when_it_means_nothing(cell: str) -> None:
    assert problems(model(decision(table(["given"], [[cell, "1"]])))) == [("decision_expression", "r0c0")]


@pytest.mark.parametrize(
    "cell",
    [
        *("?" * LONG, "(" * LONG, "1," * (LONG // 2), "'" * LONG, "- " * (LONG // 2), "not(" * (LONG // 4)),
        *("a" * LONG, "9" * LONG, "? > 1 and " * (LONG // 10), '\\"' * (LONG // 2), " " * LONG + "x"),
    ],
)
def test_a_hostile_cell_is_refused_at_once(cell: str) -> None:
    start = time.process_time()
    found = problems(model(decision(table(["given"], [[cell, "1"], [cell[:4_999], "1"]]))))
    assert time.process_time() - start < 1
    assert ("decision_cell_long", "r0c0") in found


@pytest.mark.parametrize(
    "unit", ["(", "[", "not(", "- ", "1 + ", "?.a", "x in (", "if ", "abs(", "2 ** ", "lambda: ", "~"]
)
def test_a_nested_cell_is_refused_without_another_error(unit: str) -> None:
    cell = unit * (4_900 // len(unit))
    assert problems(model(decision(table(["given"], [[cell, "1"]])))) == [("decision_expression", "r0c0")]


def test_brackets_are_run_to_a_depth_and_no_further() -> None:
    assert matches("(" * 39 + "5" + ")" * 39, 5)
    deep = model(decision(table(["given"], [["(" * 41 + "5" + ")" * 41, "1"]])))
    assert problems(deep) == [("decision_expression", "r0c0")]


def test_a_long_list_is_run_when_it_is_within_the_limit() -> None:
    cell = ",".join(str(number) for number in range(1000))
    assert matches(cell, 999.0)
    assert not matches(cell, 1000)


def test_a_condition_of_many_parts_is_run() -> None:
    assert matches(" or ".join(f"? = {number}" for number in range(90)), 89)


def test_each_column_has_its_own_value() -> None:
    xml = model(decision(table(["a", "b + 1"], [["1", "? > 5", "'yes'"], ["not(1)", "-", "'no'"]])))
    assert made(xml, a=1, b=5) == "yes"
    assert made(xml, a=1, b=4) is None
    assert made(xml, a=2, b=4) == "no"
