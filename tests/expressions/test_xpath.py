"""XPath means what XPath 1.0 says: written down in cases/xpath.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from expressions.sandbox import Sandbox
from expressions.translation import Untranslatable, translate

CASES = tomllib.loads((Path(__file__).parent / "cases" / "xpath.toml").read_text(encoding="utf-8"))["case"]
NAMES: dict[str, Any] = {
    "a": 5, "n": None, "name": "Ann", "ok": True, "no": False, "l": [3, 1], "empty": "",
    "o": {"k": "v", "m": {"x": 1}, "rows": [{"b": 1}, {"b": 2}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(workers=1)
    yield box
    box.close()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_written_down_case_has_its_value(case: dict[str, Any], sandbox: Sandbox) -> None:
    source = translate(case["text"], "xpath").source
    value = sandbox.evaluate(source, NAMES)
    assert value == case.get("value"), source
    assert type(value) is type(case.get("value")), source


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a//b", "syntax"),
        ("/a/b", "syntax"),
        ("l[a > 3]", "operator"),
        ("current-date()", "function"),
        ("bpmn:getDataObject($x)", "context"),
        ("a | b", "syntax"),
        ("'open", "syntax"),
        ("my-name = 1", "name"),
    ],
)
def test_what_we_do_not_have_is_refused(text: str, code: str) -> None:
    with pytest.raises(Untranslatable) as caught:
        translate(text, "xpath")
    assert caught.value.code == code


def test_a_simple_comparison_stays_readable() -> None:
    text = "bpmn:getDataObject('clarified') = 'no'"
    assert translate(text, "xpath", kind="condition").source == "clarified == 'no'"


def test_bare_words_are_a_label() -> None:
    with pytest.raises(Untranslatable) as caught:
        translate("Alles klar", "xpath", kind="condition")
    assert caught.value.code == "label"
