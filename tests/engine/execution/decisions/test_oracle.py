"""Intervals and lists match what a plain reading of them in Python says."""

import operator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.execution.decisions.conditions import Subject
from engine.execution.decisions.feel_errors import NotTaken
from engine.execution.decisions.sources import source_of
from engine.execution.decisions.translating import EITHER, cell, expression
from tests.engine.execution.decisions.support import matches

numbers = st.integers(-20, 20) | st.integers(-40, 40).map(lambda half: half / 2)
texts = st.text(alphabet="ab\"',()[].?\\ -\n中", max_size=6)
values = numbers | texts | st.none() | st.booleans()
SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def written(value: Any) -> str:
    """A constant of FEEL."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return "null" if value is None else str(value).lower()


def kind(value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__


def equal(left: Any, right: Any) -> bool:
    return kind(left) == kind(right) and bool(left == right)


def ordered(sign: str, left: Any, right: Any) -> bool:
    return kind(left) == kind(right) and kind(left) in ("number", "str") and bool(SIGNS[sign](left, right))


@settings(max_examples=150, deadline=None)
@given(
    values,
    st.tuples(numbers, numbers) | st.tuples(texts, texts),
    st.sampled_from("[(]"),
    st.sampled_from("])["),
    st.booleans(),
)
def test_an_interval_agrees_with_python(
    value: Any, ends: tuple[Any, Any], start: str, stop: str, by_name: bool
) -> None:
    low, high = ends
    above, below = ("<=" if start == "[" else "<"), ("<=" if stop == "]" else "<")
    expected = ordered(above, low, value) and ordered(below, value, high)
    first, last = ("low", "high") if by_name else (written(low), written(high))
    assert matches(f"{start}{first}..{last}{stop}", value, low=low, high=high) is expected


@settings(max_examples=150, deadline=None)
@given(values, st.lists(values, min_size=1, max_size=5), st.booleans(), st.booleans())
def test_a_list_agrees_with_python(value: Any, items: list[Any], negated: bool, by_name: bool) -> None:
    names = {f"item{at}": item for at, item in enumerate(items)}
    cell = ", ".join(names if by_name else map(written, items))
    expected = any(equal(value, item) for item in items) is not negated
    assert matches(f"not({cell})" if negated else cell, value, **names) is expected


@settings(max_examples=150, deadline=None)
@given(
    values, st.sampled_from(sorted(SIGNS)), numbers | texts, st.sampled_from(["{} {}", "? {} {}", "{} limit"])
)
def test_a_comparison_agrees_with_python(value: Any, sign: str, limit: Any, shape: str) -> None:
    cell = shape.format(sign, written(limit))
    assert matches(cell, value, limit=limit) is ordered(sign, value, limit)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet="?()[].,'\"<>=!- 1axnot", max_size=40))
def test_any_text_is_run_or_refused(text: str) -> None:
    for translate in (
        lambda: cell(text, EITHER, {}, Subject("_dmn_c0", True)),
        lambda: expression(text, EITHER, {}),
    ):
        try:
            piece = translate()
        except NotTaken:
            continue
        source_of(f"[{piece.source}]", [piece])
