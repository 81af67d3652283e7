"""FEEL as it stands in diagrams: with ``=`` before it or not, and the tests of a cell."""

import ast
import re
from typing import Final

from expressions.translation import python, tree
from expressions.translation.feel import FeelWriter
from expressions.translation.feel_parser import FeelParser
from expressions.translation.labels import is_label
from expressions.translation.refusals import Refused

_MARK: Final = re.compile(r"\s*=(?!=)")


def read(text: str, language: str, kind: str, result: str | None = None) -> ast.expr | ast.Module:
    """Translate; raises `Refused`."""
    mark = _MARK.match(text)
    if kind == "script":
        raise Refused("statement", 0, text)
    if kind == "text" and mark is None:
        return python.constant(text)
    if kind == "condition" and mark is None and is_label(text):
        raise Refused("label", 0, text.strip())
    node = FeelParser(text, mark.end() if mark else 0).whole()
    return FeelWriter().whole(node, condition=kind == "condition")


def unary(text: str, subject: ast.expr) -> ast.expr:
    """Translate the tests of a cell; nothing, and ``-``, let everything pass."""
    if not text.strip():
        return python.constant(True)
    negated, tests = FeelParser(text).unary()
    if not tests:
        return python.constant(True)
    writer = FeelWriter(subject)
    if not negated and len(tests) == 1:
        return _passes(tests[0], writer, subject)
    if negated:
        parts = [writer.tested(test, subject) for test in tests]
        found = parts[0] if len(parts) == 1 else python.call("feel_or", *parts)
        return python.compare(found, ast.IsNot(), python.constant(True))
    return python.logic("or", [_passes(test, writer, subject) for test in tests])


def _passes(test: tree.Node, writer: FeelWriter, subject: ast.expr) -> ast.expr:
    """One test; a text is compared by a plain operator, for only true counts in a cell."""
    if isinstance(test, tree.Literal) and isinstance(test.value, str):
        return python.compare(subject, ast.Eq(), python.constant(test.value))
    return writer.tested(test, subject)
