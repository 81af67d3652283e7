"""Words and methods that other tools' expressions use, said in our language.

Designers' tools write conditions for Java; what is written there as ``name.contains("x")`` is
``"x" in name`` here, and ``true`` is True.
The translation happens once, when a diagram is compiled, on the tree of the expression.
"""

import ast
from collections.abc import Callable
from functools import lru_cache

from expressions.errors import SyntaxProblem
from expressions.syntax import parse


def _in(value: ast.expr, args: list[ast.expr]) -> ast.expr:
    return ast.Compare(args[0], [ast.In()], [value])


def _equal(value: ast.expr, args: list[ast.expr]) -> ast.expr:
    return ast.Compare(value, [ast.Eq()], [args[0]])


def _size(value: ast.expr, args: list[ast.expr]) -> ast.expr:
    return ast.Call(ast.Name("len", ast.Load()), [value], [])


def _empty(value: ast.expr, args: list[ast.expr]) -> ast.expr:
    return ast.Compare(_size(value, args), [ast.Eq()], [ast.Constant(0)])


def _method(name: str) -> Callable[[ast.expr, list[ast.expr]], ast.expr]:
    return lambda value, args: ast.Call(ast.Attribute(value, name, ast.Load()), args, [])


_METHODS: dict[tuple[str, int], Callable[[ast.expr, list[ast.expr]], ast.expr]] = {
    ("contains", 1): _in,
    ("equals", 1): _equal,
    ("size", 0): _size,
    ("length", 0): _size,
    ("isEmpty", 0): _empty,
    ("startsWith", 1): _method("startswith"),
    ("endsWith", 1): _method("endswith"),
    ("toLowerCase", 0): _method("lower"),
    ("toUpperCase", 0): _method("upper"),
}


_CONSTANTS = {"true": True, "false": False, "null": None}


_WORDS = (*_CONSTANTS, *(f".{name}(" for name, _ in _METHODS))


@lru_cache(maxsize=2048)
def in_our_words(source: str) -> str:
    """Return the source with such words translated; a source without any is returned as it is.

    Raises
    ------
    SyntaxProblem
        As `expressions.syntax.parse`.
    """
    if not any(word in source for word in _WORDS):
        return source
    try:
        changed = _Words().visit(ast.parse(ast.unparse(parse(source))))
        return ast.unparse(ast.fix_missing_locations(changed))
    except RecursionError as exc:
        raise SyntaxProblem(1, 1, "nested too deeply") from exc


class _Words(ast.NodeTransformer):
    def visit_Name(self, node: ast.Name) -> ast.AST:
        """Translate a constant that is read."""
        if node.id in _CONSTANTS and isinstance(node.ctx, ast.Load):
            return ast.Constant(_CONSTANTS[node.id])
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Translate one call, the inner ones first."""
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and not node.keywords:
            said = _METHODS.get((node.func.attr, len(node.args)))
            if said is not None:
                return said(node.func.value, node.args)
        return node
