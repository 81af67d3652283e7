"""Which outcomes of which steps an expression asks for."""

import ast
from functools import lru_cache

from expressions.errors import SyntaxProblem
from expressions.methods import in_our_words
from expressions.syntax import parse


@lru_cache(maxsize=1024)
def outcome_tests(source: str) -> frozenset[tuple[str, str | None]]:
    """Give pairs (step, outcome) of ``steps.review.outcome == 'approve'`` and its like.

    The outcome is None where a step is named without one; a source that cannot be parsed has no pairs.
    """
    try:
        tree = parse(in_our_words(source))
    except SyntaxProblem:
        return frozenset()
    found: set[tuple[str, str | None]] = set()
    for node in ast.walk(tree):
        step = _step(node)
        if step is not None:
            found.add((step, None))
        if isinstance(node, ast.Compare):
            found |= _comparison(node)
    return frozenset(found)


def _comparison(node: ast.Compare) -> set[tuple[str, str | None]]:
    sides = [node.left, *node.comparators]
    steps = [step for side in sides if (step := _step_of_outcome(side)) is not None]
    values = [value for side in sides for value in _texts(side)]
    return {(step, value) for step in steps for value in values}


def _step_of_outcome(node: ast.AST) -> str | None:
    """Return the step of ``steps.X.outcome`` or ``steps['X']['outcome']``."""
    inner, name = _member(node)
    return _step(inner) if inner is not None and name == "outcome" else None


def _step(node: ast.AST) -> str | None:
    inner, name = _member(node)
    return name if isinstance(inner, ast.Name) and inner.id == "steps" else None


def _member(node: ast.AST) -> tuple[ast.AST | None, str | None]:
    if isinstance(node, ast.Attribute):
        return node.value, node.attr
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.value, str(node.slice.value)
    return None, None


def _texts(node: ast.AST) -> list[str]:
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
