"""Pieces of our language's tree, for the writers."""

import ast
import keyword
from unicodedata import normalize

from expressions.translation.refusals import Refused

_LOAD = ast.Load()


def constant(value: str | int | float | bool | None) -> ast.expr:
    """A literal."""
    if isinstance(value, int | float) and not isinstance(value, bool) and value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def name(word: str) -> ast.Name:
    """A name that is read."""
    return ast.Name(word, _LOAD)


def call(function: str, *arguments: ast.expr) -> ast.Call:
    """A call of a function by its name."""
    return ast.Call(name(function), list(arguments), [])


def method(value: ast.expr, word: str, *arguments: ast.expr) -> ast.Call:
    """A call of a method."""
    return ast.Call(member(value, word), list(arguments), [])


def member(value: ast.expr, word: str) -> ast.Attribute:
    """``value.word``."""
    return ast.Attribute(value, word, _LOAD)


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.Compare:
    """``left operator right``."""
    return ast.Compare(left, [operator], [right])


def logic(word: str, parts: list[ast.expr]) -> ast.expr:
    """``a and b``, ``a or b``."""
    return ast.BoolOp(ast.And() if word == "and" else ast.Or(), parts)


def negated(value: ast.expr) -> ast.expr:
    """``not value``."""
    return ast.UnaryOp(ast.Not(), value)


def later(body: ast.expr, *parameters: str) -> ast.Lambda:
    """``lambda a, b: body``."""
    arguments = ast.arguments([], [ast.arg(word) for word in parameters], None, [], [], None, [])
    return ast.Lambda(arguments, body)


def choice(test: ast.expr, then: ast.expr, other: ast.expr) -> ast.IfExp:
    """``then if test else other``."""
    return ast.IfExp(test, then, other)


def variable(word: str, at: int) -> str:
    """Return a name of another language as one of ours; refused if it is none."""
    found = normalize("NFKC", word)
    if not found.isidentifier() or found.startswith("_tb_"):
        near = found.replace("-", "_").replace(".", "_").replace("$", "_").replace(" ", "_")
        raise Refused("name", at, word, near if near.isidentifier() else None)
    if keyword.iskeyword(found):
        raise Refused("name", at, word, f"{found}_")
    return found


def source_of(tree: ast.expr | ast.Module) -> str:
    """Return the source of a tree."""
    return ast.unparse(ast.fix_missing_locations(tree))
