"""The quick way answers as the sandbox does, or leaves the question to it."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from expressions.errors import ExpressionError
from expressions.plain import plain
from expressions.sandbox import Sandbox

DATA = {"a": 3, "b": "甲", "c": None, "d": {"e": 2.5, "f": ["甲", 3]}, "g": [], "t": True}
_atoms = st.sampled_from(
    ["a", "b", "c", "d.e", "d.f", "d.none.more", "g", "t", "1", "'甲'", "None", "True", "''"]
)
_atoms |= st.sampled_from(["d['f'][0]", "d['none']", "g[0]", "[1, 3]", "('甲', a)"])
_compare = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "in", "not in"])
_expressions = st.recursive(
    _atoms
    | st.builds("{} {} {}".format, _atoms, _compare, _atoms)
    | st.builds("{} is not None".format, _atoms),
    lambda inner: (
        st.builds("({} and {})".format, inner, inner)
        | st.builds("({} or {})".format, inner, inner)
        | st.builds("(not {})".format, inner)
        | st.builds("({} if {} else {})".format, inner, inner, inner)
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


def _answer(sandbox: Sandbox, source: str) -> object:
    try:
        return sandbox.evaluate(source, DATA)
    except ExpressionError as error:
        return error.code


@settings(max_examples=150, deadline=None)
@example(source="d.f == ('甲', a)")
@given(source=_expressions)
def test_both_ways_agree(sandbox: Sandbox, source: str) -> None:
    # A helper call that changes nothing forces the same source through the worker.
    by_worker = f"[{source} for _ in range(1)][0]"
    quick, slow = _answer(sandbox, source), _answer(sandbox, by_worker)
    assert quick == slow
    assert type(quick) is type(slow)


@pytest.mark.parametrize(
    "source", ["f(a)", "a + 1", "a ** 2", "a.upper()", "[x for x in a]", "lambda: 1", "f'{a}'"]
)
def test_whatever_computes_goes_to_the_sandbox(source: str) -> None:
    assert plain(source) is None


def test_a_simple_condition_is_quick(sandbox: Sandbox) -> None:
    source, names = (
        "a > 2 and steps.review.outcome == 'approve'",
        {"a": 3, "steps": {"review": {"outcome": "x"}}},
    )
    sandbox.evaluate(source, names)
    times = []
    for _ in range(200):
        began = time.process_time()
        sandbox.evaluate(source, names)
        times.append(time.process_time() - began)
    assert sorted(times)[100] < 0.0003
