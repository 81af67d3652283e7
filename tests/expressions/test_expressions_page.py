"""The page on expressions tells all functions and all codes there are."""

import re
from pathlib import Path

import pytest

from expressions.translation.feel_functions import FUNCTIONS
from expressions.translation.methods import JAVA_METHODS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "expressions.md").read_text(encoding="utf-8")
TOLD = set(re.findall(r"`([^`\n]+)`", PAGE))


def codes() -> set[str]:
    sources = (
        path.read_text(encoding="utf-8") for path in (ROOT / "expressions" / "translation").glob("*.py")
    )
    raised = re.compile(r"(?:raise Refused|Untranslatable)\(\s*\"(\w+)\"")
    return {code for source in sources for code in raised.findall(source)}


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_of_feel_is_told(name: str) -> None:
    assert name in TOLD


@pytest.mark.parametrize("name", sorted({name for name, _ in JAVA_METHODS} - {"booleanValue"}))
def test_every_method_of_java_is_told(name: str) -> None:
    assert name in TOLD


def test_every_code_is_told() -> None:
    assert len(codes()) > 10
    assert codes() <= TOLD


def test_every_code_is_told_where_the_error_stands() -> None:
    errors = (ROOT / "expressions" / "errors.py").read_text(encoding="utf-8")
    assert all(f"``{code}``" in errors for code in codes())
