"""Groovy means what Groovy 3 says: written down in cases/groovy.toml."""

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from expressions.errors import ExpressionError
from expressions.sandbox import Sandbox
from expressions.translation import Untranslatable, translate

CASES = tomllib.loads((Path(__file__).parent / "cases" / "groovy.toml").read_text(encoding="utf-8"))["case"]
NAMES: dict[str, Any] = {
    "a": 5, "f": 2.5, "n": None, "name": "Ann", "ok": True, "l": [3, 1], "el": [], "o": {"k": "v"},
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_written_down_case_has_its_value(case: dict[str, Any], sandbox: Sandbox) -> None:
    source = translate(case["text"], "groovy").source
    value = sandbox.evaluate(source, NAMES)
    wanted = Decimal(case["exact"]) if "exact" in case else case.get("value")
    assert value == wanted, source
    assert type(value) is type(wanted), source


@pytest.mark.parametrize("text", ["a + null", "'a' > 1", "1 / 0", "n.size()", "nothere", "true + 1"])
def test_what_fails_there_fails_here(text: str, sandbox: Sandbox) -> None:
    with pytest.raises(ExpressionError):
        sandbox.evaluate(translate(text, "groovy").source, NAMES)


@pytest.mark.parametrize(
    ("script", "changed"),
    [
        ("println 'hello world'", {}),
        ('println("a" + a)\nprintln "x ${a}"\nprint a', {}),
        ("execution.setVariable('x', a * 2)", {"x": 10}),
        ("def x = 3\nx += a\nexecution.setVariable('y', x)", {"x": 8, "y": 8}),
        ("String s = 'v' + a\nint i = 2\nfinal def j = i", {"s": "v5", "i": 2, "j": 2}),
        ("if (a > 3) {\n  size = 'big'\n} else {\n  size = 'small'\n}", {"size": "big"}),
        ("x = [1, 2]\nx[0] = 9\ny = [k: x]", {"x": [9, 2], "y": {"k": [9, 2]}}),
        ("x = a\n-1", {"x": 5}),
        ("x = name\n  .toUpperCase()", {"x": "ANN"}),
        ("x = 1; y = 2;; z = 3", {"x": 1, "y": 2, "z": 3}),
        ("execution.setVariable('ok', !ok)\n", {"ok": False}),
    ],
)
def test_a_script_sets_its_variables(script: str, changed: dict[str, Any], sandbox: Sandbox) -> None:
    source = translate(script, "groovy", kind="script").source
    assert sandbox.execute(source, NAMES) == changed


@pytest.mark.parametrize(
    ("script", "code", "line"),
    [
        ("x = l.collect { it * 2 }", "syntax", 1),
        ("import groovy.json.JsonSlurper\n", "statement", 1),
        ("x = 1\nfor (i in l) { println i }", "statement", 2),
        ("def f(x) { x }", "syntax", 1),
        ("x = new Date()", "call", 1),
        ("x = l.sum()", "call", 1),
        ("x = (1..3)", "syntax", 1),
        ("assert a > 3", "statement", 1),
        ("x = task.name", "context", 1),
        ('x = "${a', "syntax", 1),
    ],
)
def test_a_script_beyond_us_is_refused_with_its_place(script: str, code: str, line: int) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(script, "groovy", kind="script")
    assert (caught.value.code, caught.value.line) == (code, line)
