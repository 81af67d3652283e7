"""The library as text: what stands in front of a source that calls it.

Only what a source calls is put there, with what that calls in turn, without types and docstrings. The library
is our own; no text of a designer comes near it.
"""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

PREFIXES: Final = ("feel_", "juel_", "js_", "groovy_", "xpath_", "Feel", "FEEL_")
_LIBRARY: Final = "expressions.library"


@dataclass(frozen=True)
class _Piece:
    """A function, class or constant of the library, or an import, and the names that it needs."""

    order: int
    code: str
    needs: frozenset[str]


@cache
def _pieces() -> dict[str, _Piece]:
    found: dict[str, _Piece] = {}
    files = sorted(item.name for item in resources.files(_LIBRARY).iterdir() if item.name.endswith(".py"))
    for name in files:
        module = ast.parse(resources.files(_LIBRARY).joinpath(name).read_text(encoding="utf-8"))
        for node in module.body:
            for key in _names(node):
                found.setdefault(key, _piece(node, len(found)))
    return found


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _piece(node: ast.stmt, order: int) -> _Piece:
    bare = ast.fix_missing_locations(_Bare().visit(node))
    names = frozenset(inner.id for inner in ast.walk(bare) if isinstance(inner, ast.Name))
    # Imports come first, then classes and constants, which functions may use when they are defined.
    first = {ast.Import: 0, ast.ClassDef: 1, ast.Assign: 2}.get(type(node), 3)
    return _Piece(first * 100_000 + order, ast.unparse(bare), names - frozenset(_names(node)))


class _Bare(ast.NodeTransformer):
    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """Leave types and docstring away."""
        self.generic_visit(node)
        node.returns = None
        arguments = [*node.args.args, node.args.vararg, node.args.kwarg]
        for argument in arguments:
            if argument is not None:
                argument.annotation = None
        node.body = _undocumented(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        """Leave the docstring away."""
        self.generic_visit(node)
        node.body = _undocumented(node.body)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        """Leave the type away."""
        self.generic_visit(node)
        return ast.Assign([node.target], node.value or ast.Constant(None))


def _undocumented(body: list[ast.stmt]) -> list[ast.stmt]:
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    return body[1:] if documented and len(body) > 1 else body


@cache
def library_names() -> frozenset[str]:
    """Return the names that a translated source may call."""
    return frozenset(name for name in _pieces() if name.startswith(PREFIXES))


def prelude(names: Iterable[str]) -> str:
    """Return the definitions of those `names` that belong to the library, and all that they need."""
    called = library_names().intersection(names)
    return _definitions(called) if called else ""


@lru_cache(maxsize=512)
def _definitions(called: frozenset[str]) -> str:
    pieces = _pieces()
    wanted: set[str] = set()
    pending = list(called)
    while pending:
        name = pending.pop()
        if name in pieces and name not in wanted:
            wanted.add(name)
            pending.extend(pieces[name].needs)
    ordered = sorted((pieces[name] for name in wanted), key=lambda piece: piece.order)
    return "".join(piece.code + "\n" for piece in ordered)
