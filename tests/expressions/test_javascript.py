"""JavaScript means what node says it means: listed expressions, made ones, and scripts."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expressions.errors import ExpressionError
from expressions.sandbox import Sandbox
from expressions.translation import Untranslatable, translate
from tests.expressions.oracles import Oracle, javascript

CASES = (Path(__file__).parent / "cases" / "javascript.txt").read_text(encoding="utf-8").splitlines()
NAMES: dict[str, Any] = {
    "a": 5, "b": "x", "d": "7", "f": 2.5, "t": True, "z": None, "l": [1, 2, "x"],
    "o": {"k": 1, "n": {"m": "v"}},
}  # fmt: skip
#: Not ours: node has them.
REFUSED = {
    "a, b": "syntax", "a & b": "syntax", "a => a": "syntax", "function() {}": "function",
    "new Date()": "call",
    "a++": "assignment", "a = 5": "assignment", "/x/.test(b)": "syntax", "b.foo()": "call",
    "foo(a)": "call",
    "{k: 1}.k": "syntax",
}  # fmt: skip


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    found = javascript()
    yield found
    found.close()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


def answered(sandbox: Sandbox, text: str, names: dict[str, Any]) -> Any:
    """Our value; infinity and NaN, which may not leave the sandbox, as node writes them."""
    source = translate(text, "javascript").source
    wrapped = f"(lambda v: js_real(v) if isinstance(v, float) and not (v - v == 0) else v)({source})"
    return sandbox.evaluate(wrapped, names)


def alike(a: Any, b: Any) -> bool:
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    if isinstance(a, float) and isinstance(b, float) and math.isfinite(a):
        return a == pytest.approx(b, rel=1e-12)
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


@pytest.mark.parametrize("text", [text for text in CASES if text not in REFUSED])
def test_a_listed_expression_gives_what_node_gives(text: str, oracle: Oracle, sandbox: Sandbox) -> None:
    answer = oracle.ask(text, NAMES)
    ours = answered(sandbox, text, NAMES)
    assert alike(ours, answer["value"]), (ours, answer, translate(text, "javascript").source)


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_we_do_not_have_is_refused(text: str, code: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(text, "javascript")
    assert caught.value.code == code


_scalars = st.sampled_from(
    ["a", "b", "d", "f", "t", "z", "0", "1", "-2", "3.5", '""', '"5"', '"x"', '"0"', "null", "true", "false"]
)
_binary = st.sampled_from(
    ["+", "-", "*", "/", "%", "==", "!=", "===", "!==", "<", "<=", ">", ">=", "&&", "||"]
)
_expressions = st.recursive(
    _scalars | st.sampled_from(["l", "o", "l[0]", "o.k", "l.length", "[]"]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, _binary, inner)
        | st.builds("(!{})".format, inner)
        | st.builds("(- {})".format, inner)
        | st.builds("({} ? {} : {})".format, inner, inner, inner)
        | st.builds("`${{{}}}|`".format, inner)
        | st.builds("Number({})".format, inner)
        | st.builds("String({})".format, inner)
    ),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(text=_expressions)
def test_a_made_expression_gives_what_node_gives(oracle: Oracle, sandbox: Sandbox, text: str) -> None:
    answer = oracle.ask(text, NAMES)
    assert "value" in answer, answer
    ours = answered(sandbox, text, NAMES)
    assert alike(ours, answer["value"]), (ours, answer, translate(text, "javascript").source)


SCRIPTS = [
    'execution.setVariable("score", 5);',
    'var x = execution.getVariable("a"); execution.setVariable("double", x * 2)',
    'if (a > 3) { execution.setVariable("big", true) } else { execution.setVariable("big", false) }',
    'if (a > 9) execution.setVariable("r", 1); else if (b === "x") execution.setVariable("r", 2)',
    'let s = 0; s += a; s -= 1; s *= 2; s++; execution.setVariable("r", s)',
    'var l2 = l.concat([9]); l2[0] = "n"; execution.setVariable("r", l2); console.log("done", l2)',
    'const o2 = {k: [1]}; o2.k[0] = a; o2.n = b; execution.setVariable("r", o2)',
    'execution.setVariable("r", execution.getVariable("nothere") == null)',
    'execution.setVariable("r", 1); execution.setVariable("r", execution.getVariable("r") + 1);',
    'var q = execution.getVariable("b") || "none"\nvar w = q + "!"\nexecution.setVariable("r", w)',
    '// a comment\nvar total = a / 2 /* half */;\nexecution.setVariable("r", total);',
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_sets_what_node_sets(script: str, oracle: Oracle, sandbox: Sandbox) -> None:
    answer = oracle.ask(script, NAMES, script=True)
    changed = sandbox.execute(translate(script, "javascript", kind="script").source, NAMES)
    assert answer["value"]
    assert {name: changed.get(name) for name in answer["value"]} == answer["value"]


@pytest.mark.parametrize(
    ("script", "code", "line"),
    [
        ("var i = 0;\nfor (i = 0; i < 3; i++) {}", "statement", 2),
        ("var f = function() {}", "function", 1),
        ("var x = 1;\nexecution.setVariable('x', 2);", "shadow", 2),
        ("var x = 1;\nvar y = execution.getVariable('x');", "shadow", 2),
        ("var s = S(json).prop('a');", "call", 1),
        ("if (a) { if (b) { return 1 }\nx = 2 }\ny = 3\n", "return", 1),
        ("var from = 1", "name", 1),
        ("execution.getProcessInstanceId()", "context", 1),
        ("x = a +", "syntax", 1),
        ("a.b() = 3", "syntax", 1),
        ("while (true) {}", "statement", 1),
        ("x = 'a", "syntax", 1),
        ("/* never ends", "syntax", 1),
    ],
)
def test_a_script_beyond_us_is_refused_with_its_place(script: str, code: str, line: int) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(script, "javascript", kind="script")
    assert (caught.value.code, caught.value.line) == (code, line)


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("a * 2", 10),
        ("return a", 5),
        ("if (a > 9) { return 1 }\nb", "x"),
        ("if (a) { return 1 } else { return 2 }", 1),
    ],
)
def test_the_result_of_a_script_has_a_name(script: str, value: Any, sandbox: Sandbox) -> None:
    source = translate(script, "javascript", kind="script", result="r").source
    assert sandbox.execute(source, NAMES) == {"r": value}


def test_a_script_without_effect_is_a_script() -> None:
    assert translate("console.log('x');", "javascript", kind="script").source == "pass"


def test_a_failing_script_fails_as_a_type_does(sandbox: Sandbox) -> None:
    with pytest.raises(ExpressionError):
        sandbox.execute(translate("x = z.length", "javascript", kind="script").source, NAMES)
