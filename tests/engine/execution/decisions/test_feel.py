"""Expressions of FEEL, and expressions of our own language beside them."""

from datetime import date
from typing import Any

import pytest

from engine.execution.decisions import compile_decisions, decide
from expressions.errors import ExpressionError
from tests.engine.execution.decisions.support import decision, literal, made, model, problems, table, value_of
from tests.engine.execution.support import QuickSandbox

NAMES: dict[str, Any] = {
    "a": 7, "b": 2, "s": "Tongban", "nothing": None, "yes": True, "xs": [3, 1, 2], "day": "2026-03-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 3 - 1", 12),
        ("(a + b) * 3", 27),
        ("a / b", 3.5),
        ("-a + 1", -6),
        ("2 ** 3", 8),
        ("-3 ** 2", 9),
        ("2 ** 3 ** 2", 64),
        ('"x" + s', "xTongban"),
        ("a = 7.0", True),
        ("a == 7", True),
        ("a != 7", False),
        ("yes = 1", False),
        ("a < 'b'", False),
        ("nothing < 5", False),
        ("nothing >= 5", False),
        ("nothing = null", True),
        ("nothing != null", False),
        ("a != null", True),
        ("[1, true] = [1, 1]", False),
        ("[1, 2.0] = [1, 2]", True),
        ("a > 5 and b < 1 or yes", True),
        ("not(a > 5)", False),
        ("if a > 5 then 'big' else 'small'", "big"),
        ("if nothing then 1 else if b = 2 then 2 else 3", 2),
        ("b in [1..5]", True),
        ("b in (5, 6)", False),
        ("b in (5, > 1)", True),
        ("b in xs", True),
        ("b in [1, 2]", True),
        ("b in not(2)", False),
        ("a between 1 and 7 and yes", True),
        ("string length(s)", 7),
        ("string length(nothing)", None),
        ("upper case(s) + lower case(s)", "TONGBANtongban"),
        ("contains(s, 'ng')", True),
        ("contains(nothing, 'ng')", False),
        ("starts with(s, 'To') and ends with(s, 'an')", True),
        ("count(xs)", 3),
        ("count([])", 0),
        ("sum(xs) + sum(1, 2)", 9),
        ("sum([])", None),
        ("min(xs) + max(1, a)", 8),
        ("floor(-1.5)", -2),
        ("ceiling(-1.5)", -1),
        ("abs(-a)", 7),
        ('date("2026-03-01")', "2026-03-01"),
        ('day >= date("2026-03-01")', True),
        ('"2026-03-01T10:00" >= date("2026-03-01")', False),
        ('date("2026-03-01") < date(day)', False),
        ("date('2026-03-01') = date(\"2026-03-01\")", True),
        ("[a, [b], []]", [7, [2], []]),
        ("  a\n + b ", 9),
        ("null", None),
    ],
)
def test_feel_gives_its_value(text: str, value: Any) -> None:
    assert value_of(text, **NAMES) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'x' if a > 5 else 'y'", "x"),
        ("xs[0]", 3),
        ("[x * 2 for x in xs]  # doubled", [6, 2, 4]),
        ("s.upper()", "TONGBAN"),
        ("a // b", 3),
        ("max(xs, key=lambda x: -x)", 1),
        ("sorted(xs, reverse=yes)", [3, 2, 1]),
        ("not yes", False),
        ("nothing is None", True),
        ("f'{a} of {s}'", "7 of Tongban"),
        ("len(s) + round(1.4)", 8),
        ("{'k': a}", {"k": 7}),
    ],
)
def test_our_own_language_gives_its_value(text: str, value: Any) -> None:
    assert value_of(text, **NAMES) == value


def test_a_language_that_is_named_is_the_only_one_tried() -> None:
    python = model(decision(literal("1 == True", expressionLanguage="python")))
    feel = model(decision(literal("1 == True", expressionLanguage="http://www.omg.org/spec/FEEL/20140401")))
    assert (made(python), made(feel)) == (True, False)
    only_feel = model(decision(literal("xs[0]")), expressionLanguage="feel")
    assert problems(only_feel) == [("decision_expression", "d")]
    assert problems(model(decision(literal("a = 1", expressionLanguage="python")))) == [
        ("decision_expression", "d")
    ]
    assert problems(model(decision(literal("1", expressionLanguage="groovy")))) == [
        ("unsupported_language", "d")
    ]


def test_a_name_with_blanks_is_read_when_the_file_declares_it() -> None:
    data = (
        '<inputData id="i" name="Applicant Age"/>'
        '<inputData id="j" name="Grade"><variable name="grade_of"/></inputData>'
    )
    rules = [["> Applicant Age - 1", "Applicant Age + Grade"]]
    xml = model(data, decision(table(["Applicant Age"], rules)))
    assert made(xml, Applicant_Age=20, grade_of=3) == 23
    assert compile_decisions(xml)["d"].names == {"Applicant_Age", "grade_of"}
    assert problems(model(decision(literal("Applicant Age + 1")))) == [("decision_expression", "d")]


def test_a_variable_may_be_called_like_a_word_or_function_of_ours() -> None:
    rules = [["> 1", "max + len"], ["<= 1", "0"]]
    xml = model(decision(table(["class"], rules, defaults={0: "type"})))
    assert compile_decisions(xml)["d"].names == {"class", "max", "len", "type"}
    words: dict[str, Any] = {"class": 2, "max": 3, "len": 4}
    assert made(xml, **words) == 7
    assert value_of("max(max, 5) + count(list)", max=9, list=[1]) == 10


def test_only_what_an_expression_reads_is_handed_over() -> None:
    sandbox = QuickSandbox()
    xml = model(decision(table(["a"], [["> b", "c"]])))
    assert made(xml, sandbox=sandbox, a=2, b=1, c="x", secret=1) == "x"
    assert [names for _, names in sandbox.seen] == [{"a"}, {"_dmn_c0", "b", "c"}]


def test_helpers_of_the_caller_can_be_called_and_are_named() -> None:
    xml = model(decision(table(["today()"], [['>= date("2026-03-01")', "today() > limit"]])))
    decisions = compile_decisions(xml)

    def evaluate(source: str, names: Any) -> Any:
        return QuickSandbox().evaluate(source, {"today": lambda: date(2026, 3, 2), **names})

    assert decisions["d"].names == {"today", "limit"}
    assert decide(decisions, "d", evaluate, {"limit": "2026-03-01"}) is True


@pytest.mark.parametrize(
    ("text", "code"), [("missing + 1", "name"), ("a + 'x'", "type"), ("1 / 0", "failed")]
)
def test_what_the_sandbox_raises_passes_through(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        value_of(text, a=1)
    assert caught.value.code == code
