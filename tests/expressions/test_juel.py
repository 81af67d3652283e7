"""JUEL means what EL 3.0 and Camunda's JUEL say: written down in cases/juel.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from expressions.errors import ExpressionError
from expressions.sandbox import Sandbox
from expressions.syntax import is_expression, parse
from expressions.translation import Untranslatable, translate

CASES = tomllib.loads((Path(__file__).parent / "cases" / "juel.toml").read_text(encoding="utf-8"))["case"]
NAMES: dict[str, Any] = {
    "a": 5, "f": 2.5, "zero": 0, "n": None, "e": "", "name": "Ann", "sx": "150", "fs": "false", "ok": True,
    "no": False, "l": [3, 1], "l2": [3, 1], "el": [], "eo": {}, "key": "k",
    "o": {"k": "v", "m": {"x": 1}, "rows": [{"b": 1}, {"b": 2}], "class": "c"},
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_written_down_case_has_its_value(case: dict[str, Any], sandbox: Sandbox) -> None:
    kind = "expression" if case["text"][0] in "$#n" else "text"
    source = translate(case["text"], "juel", kind=kind).source
    assert is_expression(parse(source))
    value, wanted = sandbox.evaluate(source, NAMES), case.get("value")
    assert value == wanted, source
    assert type(value) is type(wanted), source


@pytest.mark.parametrize(
    "text",
    [
        "${a + 'x1'.trim()}", "${ok + 1}", "${ok > 1}", "${a && ok}", "${!a}", "${'1.5' == a}", "${'x' > a}",
        "${7 % 0}", "${l + 1}", "${n.length()}", "${name.charAt(9)}", "${name.substring(9)}",
        "${a == 'x'.concat('')}", "${nothere > 3}", "${o.k.zz}", "${a ? 1 : 2}",
    ],
)  # fmt: skip
def test_what_fails_there_fails_here(text: str, sandbox: Sandbox) -> None:
    source = translate(text, "juel").source
    with pytest.raises(ExpressionError):
        sandbox.evaluate(source, NAMES)


@pytest.mark.parametrize("text", ["${n.equals('x')}", "${a == 'x'}", "${no == 'x'}"])
def test_a_comparison_with_a_word_never_fails_and_only_a_text_is_equal_to_it(
    text: str, sandbox: Sandbox
) -> None:
    """There, the first two fail, and the last one takes any word for false."""
    assert sandbox.evaluate(translate(text, "juel").source, NAMES) is False


@pytest.mark.parametrize(
    ("text", "code", "column", "words", "suggestion"),
    [
        ("${myBean.do(execution)}", "call", 3, "myBean.do", None),
        ("${a > 3 and bean.check(a)}", "call", 13, "bean.check", None),
        ("${order.getTotal() > 5}", "call", 3, "order.getTotal", "order.total"),
        ("${S(json).prop('a')}", "call", 3, "S.prop", None),
        ("${task.assignee}", "context", 3, "task.assignee", None),
        ("${execution.processBusinessKey}", "context", 3, "execution.processBusinessKey", None),
        ("${execution.getVariable(x)}", "context", 3, "execution.getVariable", None),
        ("${execution.setVariable('foo', 'bar')}", "assignment", 3, "foo", "foo = 'bar'"),
        ("${'Dear ' + name}", "text_added", 3, "Dear ", "juel_text('Dear ', name)"),
        ("${from == 'x'}", "name", 3, "from", "from_"),
        ("${a >}", "syntax", 6, "", None),
        ("${a", "syntax", 1, "${a", None),
        ("${a b}", "syntax", 5, "b", None),
        ("${a == 'x}", "syntax", 1, "${a == 'x}", None),
        ("${a -> b}", "syntax", 6, ">", None),
        ("${variables['my key']}", "name", 13, "my key", "my_key"),
        ("${juel_add}", "name", 3, "juel_add", None),
        ("${" + "(" * 100 + "a" + ")" * 100 + "}", "depth", 51, "(", None),
        ("${" + "1" * 200 + "}", "number", 3, "1" * 200, None),
        ("${a}" * 6000, "length", 1, "${a}" * 10, None),
    ],
)
def test_what_we_do_not_have_is_refused_with_its_place(
    text: str, code: str, column: int, words: str, suggestion: str | None
) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(text, "juel")
    refused = caught.value
    assert (refused.code, refused.line, refused.column) == (code, 1, column)
    assert (words in refused.text, refused.suggestion) == (True, suggestion)


@pytest.mark.parametrize(
    "text", ["ja", "nein", "通过", "不通过", "Yes, approved", "Antrag ok?", "A", "more than 5 days"]
)
def test_bare_words_on_a_flow_are_a_label(text: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(text, "juel", kind="condition")
    assert (caught.value.code, caught.value.text) == ("label", text)


@pytest.mark.parametrize(
    "text", ["${ja}", "true", "a > 3", "!approved", "name.equals('x')", "empty a", "a == b"]
)
def test_what_is_more_than_words_is_a_condition(text: str) -> None:
    translate(text, "juel", kind="condition")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("${approved}", "approved"),
        ("#{ status == 'done' }", "status == 'done'"),
        ("${status != null}", "status is not None"),
        ("${order.status eq 'open' && status ne 'x'}", "order.status == 'open' and status != 'x'"),
        ("${name.contains('x')}", "'x' in name"),
        ("${order.items.size() == null}", "len(order.items) is None"),
    ],
)
def test_what_means_the_same_stays_readable(text: str, source: str) -> None:
    assert translate(text, "juel", kind="condition").source == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("${execution.setVariable('foo', 'bar')}", "foo = 'bar'"),
        ("${execution.setVariable('n', a + 1)}", "n = juel_add(a, 1)"),
    ],
)
def test_an_expression_that_sets_a_variable_is_a_script(text: str, source: str) -> None:
    assert translate(text, "juel", kind="script").source == source


def test_a_text_without_values_is_a_text() -> None:
    assert translate("kermit", "juel", kind="text").source == "'kermit'"
    assert translate("", "juel", kind="text").source == "''"
    assert translate("${initiator}", "juel", kind="text").source == "initiator"
