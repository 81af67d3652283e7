"""FEEL means what feelin says it means: listed cases and made ones."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expressions.library.feel_text import feel_time_text
from expressions.sandbox import Sandbox
from expressions.translation import Untranslatable, translate, translate_unary
from scripts.steps.places import FRONTEND
from tests.expressions.oracles import Oracle, feelin

CASES = (Path(__file__).parent / "cases" / "feel.txt").read_text(encoding="utf-8").splitlines()
NAMES: dict[str, Any] = {
    "price": 5, "xs": [1, 2, 3], "p": {"a": [{"b": 1, "c": "x"}, {"b": 2, "c": "y"}]}, "s": "abc",
    "ok": True, "no": False, "n": None, "e": [],
}  # fmt: skip
#: Where feelin leaves the standard, and what the standard says.
DEVIATIONS: dict[str, Any] = {
    'price > "3"': None,
    'min("a")': "a",
    "insert before([1,3], -1, 2)": [1, 2, 3],
    "5 between 7 and 1": False,
    "1e3": 1000.0,
    'is(1, "1")': False,
    '-duration("P1D")': "-P1D",
    'list contains([date("2020-01-01")], date("2020-01-01"))': True,
    'date("2020-02-29") + @"PT36H"': "2020-03-01",
    'date("2020-02-29") - @"PT1H"': "2020-02-28",
    'years and months duration(date("2019-01-31"), date("2020-03-30"))': "P1Y1M",
    'years and months duration(date("2020-03-30"), date("2019-01-31"))': "-P1Y1M",
}


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    if not (FRONTEND / "node_modules" / "feelin").is_dir():
        pytest.skip("feelin is not installed; make prepare-test installs it")
    found = feelin()
    yield found
    found.close()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


def plain(value: Any) -> Any:
    """Moments as feelin writes them."""
    if isinstance(value, date | time | timedelta):
        return feel_time_text(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


def theirs(answer: Any) -> Any:
    if isinstance(answer, list):
        return [theirs(item) for item in answer]
    if isinstance(answer, dict):
        return (
            answer["temporal"] if set(answer) == {"temporal"} else {k: theirs(v) for k, v in answer.items()}
        )
    return answer


def alike(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, float) and isinstance(b, float):
        return a == pytest.approx(b, rel=1e-12)
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


@pytest.mark.parametrize("text", sorted(set(CASES) - DEVIATIONS.keys() - {""}))
def test_a_listed_expression_gives_what_feelin_gives(text: str, oracle: Oracle, sandbox: Sandbox) -> None:
    answer = oracle.ask(text, NAMES)
    if "error" in answer:
        with pytest.raises(Untranslatable):
            translate(text, "feel")
        return
    ours = plain(sandbox.evaluate(translate(text, "feel").source, NAMES))
    assert alike(ours, theirs(answer["value"])), (ours, answer)


@pytest.mark.parametrize("text", DEVIATIONS)
def test_where_feelin_leaves_the_standard_the_standard_counts(
    text: str, oracle: Oracle, sandbox: Sandbox
) -> None:
    ours = plain(sandbox.evaluate(translate(text, "feel").source, NAMES))
    assert ours == DEVIATIONS[text]
    assert not alike(ours, theirs(oracle.ask(text, NAMES).get("value")))


_numbers = st.sampled_from(["price", "1", "2", "0", "7.5", "-3", "xs[1]", "count(xs)", "n"])
_texts = st.sampled_from(["s", '"abc"', '"b"', '""', "n", "upper case(s)"])
_days = st.sampled_from(['date("2020-02-29")', 'date("2021-01-31")', '@"2020-12-31"', "n"])
_spans = st.sampled_from(['duration("P1M")', 'duration("P1D")', '@"P10D"', 'duration("-P1Y")'])
_sign = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])


def _sums(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("({} {} {})".format, inner, st.sampled_from(["+", "-", "*", "/"]), inner)


_sum = st.recursive(_numbers, _sums, max_leaves=4)
_comparison = (
    st.builds("{} {} {}".format, _sum, _sign, _sum)
    | st.builds("{} {} {}".format, _texts, _sign, _texts)
    | st.builds("{} + {} {} {}".format, _days, _spans, _sign, _days)
    | st.builds("{} between {} and {}".format, _sum, st.sampled_from(["1", "0"]), st.sampled_from(["5", "7"]))
    | st.builds("({}) in ({}, {})".format, _sum, _numbers, _numbers)
)
_truths = st.recursive(
    _comparison | st.sampled_from(["ok", "no", "n", "true"]),
    lambda inner: (
        st.builds("({} and {})".format, inner, inner)
        | st.builds("({} or {})".format, inner, inner)
        | st.builds("not({})".format, inner)
    ),
    max_leaves=4,
)
_values = (
    _sum
    | _truths
    | st.builds("if {} = true then {} else {}".format, _comparison, _sum, _texts)
    | st.builds("xs[item {} {}]".format, _sign, _numbers)
    | st.builds("for x in [{}, {}] return x {} {}".format, _sum, _sum, _sign, _sum)
    | st.builds("some x in xs satisfies (x {} {}) = true".format, _sign, _numbers)
    | st.builds("every x in xs satisfies (x {} {}) = true".format, _sign, _numbers)
    | st.builds("p.a[b {} {}].c".format, _sign, _numbers)
    | st.builds("{} {} {}".format, _days, st.sampled_from(["+", "-"]), _spans)
    | st.builds("substring({}, {}, {})".format, _texts, st.integers(1, 4), st.integers(0, 4))
    | st.builds("sublist(xs, {}, {})".format, st.integers(1, 3), st.integers(0, 3))
)


@settings(max_examples=150, deadline=None)
@given(text=_values)
def test_a_made_expression_gives_what_feelin_gives(oracle: Oracle, sandbox: Sandbox, text: str) -> None:
    answer = oracle.ask(text, NAMES)
    assert "value" in answer, answer
    ours = plain(sandbox.evaluate(translate(text, "feel").source, NAMES))
    assert alike(ours, theirs(answer["value"])), (ours, answer, translate(text, "feel").source)


EQUAL = [
    "5", '"abc"', "1, 5", "not(5)", "not(1, 2)", "-", "price", "null", "true", "xs", "[1, 5]", "= 5",
    "-5",
]  # fmt: skip
ORDERED = [
    "< 6", "<= 5", "> 5", ">= 5", "[1..5]", "(1..5)", "[1..5)", "]1..6[", "< 3, > 4", "not([1..5])",
    "price + 0",
    'contains("abc", "b")', "not(< 3)", "!= 5", "5.0",
]  # fmt: skip
ASKED = ["? > 3", "? > 3 and ? < 6", "? = 5", "? + 1 = 6", "odd(?)"]
CELLS = [
    *((text, subject) for text in EQUAL for subject in (5, 1, None, "abc", True)),
    *((text, subject) for text in ORDERED for subject in (5, 1, 0, 7.5, None)),
    *((text, subject) for text in ASKED for subject in (5, 1, 7.5)),
]


@pytest.mark.parametrize(("text", "subject"), CELLS)
def test_a_cell_passes_where_feelin_lets_it_pass(
    text: str, subject: Any, oracle: Oracle, sandbox: Sandbox
) -> None:
    names = {**NAMES, "subject": subject}
    answer = oracle.ask(text, {**NAMES, "?": subject}, unary=True)
    ours = sandbox.evaluate(translate_unary(text, "feel", "subject").source, names)
    assert (ours is True) == (answer["value"] is True), (ours, answer)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("xs[1]", 1),
        ("xs[-1]", 3),
        ("xs[4]", None),
        ("not(n)", None),
        ("n < 3", None),
        ("no and n", False),
        ("ok and n", None),
        ("ok or n", True),
        ("1 / 0", None),
        ('price = "5"', None),
        ('"a" + 1', None),
    ],
)
def test_what_the_standard_says_of_nothing_and_of_places(text: str, value: Any, sandbox: Sandbox) -> None:
    assert sandbox.evaluate(translate(text, "feel").source, NAMES) is value


@pytest.mark.parametrize(
    ("text", "names", "value"),
    [
        ("missing = null", {}, True),
        ("if result != null then result.risk else []", {}, []),
        ("get or else(missing, 3)", {}, 3),
        ("get or else(price, 3)", {"price": None}, 3),
        ("is defined(missing)", {}, False),
        ("is defined(a)", {"a": None}, True),
        ("is defined(a.b)", {"a": {"b": 1}}, True),
        ("is defined(a.b)", {"a": {}}, False),
        ("is defined(missing.b)", {}, False),
        ('cycle(3, duration("PT1H"))', {}, "R3/PT1H"),
        ('cycle(duration("P1D"))', {}, "R/P1D"),
        ("is blank(x)", {"x": " "}, True),
        ("is empty(x)", {"x": []}, True),
        ("duplicate values(x)", {"x": [1, 2, 1]}, [1]),
        ('extract(x, "[0-9]+")', {"x": "a1b22"}, ["1", "22"]),
        ('string(last day of month(date("2024-02-03")))', {}, "2024-02-29"),
        ('(if price > 3 then "a" else "b") + "c"', {"price": 4}, "ac"),
        ("Employee Badge Number + 1", {"Employee_Badge_Number": 1}, 2),
        ("Current Vacation Status.name", {"Current_Vacation_Status": {"name": "a"}}, "a"),
        ("trim(x)", {"x": " a "}, "a"),
        ('string(duration("P1Y"))', {}, "P1Y"),
        ('{left: duration("P1Y")}', {}, {"left": "P1Y"}),
        ("a-b", {"a": 3, "b": 2}, 1),
    ],
)
def test_what_camunda_8_adds(text: str, names: dict[str, Any], value: Any, sandbox: Sandbox) -> None:
    assert sandbox.evaluate(translate("=" + text, "feel").source, names) == value


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("=approved", "approved"),
        ('=status = "done"', "status == 'done'"),
        ('=status = "done" and price > 3', "status == 'done' and feel_greater(price, 3)"),
        ("=result = null", "feel_known(lambda: result) is None"),
        ('="beijing"', "'beijing'"),
    ],
)
def test_a_simple_condition_stays_readable(text: str, source: str) -> None:
    assert translate(text, "feel", kind="condition").source == source


def test_a_text_without_the_mark_is_a_text() -> None:
    assert translate("price > 3", "feel", kind="text").source == "'price > 3'"
    assert translate("= price", "feel", kind="text").source == "price"
    assert translate("price = 3", "feel", kind="condition").source == "feel_equal(price, 3)"


@pytest.mark.parametrize("name", ["now", "today"])
def test_the_clock_is_the_one_of_the_helpers(name: str, sandbox: Sandbox) -> None:
    day = date(2026, 3, 1)
    assert sandbox.evaluate(translate(f'{name}() = date("2026-03-01")', "feel").source, {name: lambda: day})
