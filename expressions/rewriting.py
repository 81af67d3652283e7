"""Dots on data: ``steps.review.outcome`` reads the dict ``steps``, which the sandbox itself would refuse.

A read of an attribute becomes a call of `READ` that looks into a dict first; a dict without the key, and
nothing at all (None), answer None. ``data.field = value`` becomes a subscript. Method calls stay as they are.
What a translated source calls of `expressions.library` is put in front of it.
"""

import ast
from dataclasses import dataclass, field
from functools import lru_cache

from expressions.errors import SyntaxProblem
from expressions.prelude import prelude
from expressions.syntax import parse

READ = "_tb_read"

_PRELUDE = f"""\
def {READ}(value, name):
    if value is None:
        return None
    if isinstance(value, dict):
        return value.get(name)
    return getattr(value, name)
"""


@dataclass(frozen=True)
class Prepared:
    """A source ready for the sandbox; `line` turns a line of `code` into the designer's line."""

    code: str
    lines: dict[int, int] = field(default_factory=dict)
    offset: int = 0

    def line(self, number: int | None) -> int | None:
        """Return the designer's line; None for a line that is ours."""
        if number is None or number <= self.offset:
            return None
        return self.lines.get(number - self.offset, number - self.offset)


@lru_cache(maxsize=2048)
def prepare(source: str, data_names: frozenset[str]) -> Prepared:
    """Rewrite dots on data and add what a translation calls; a source without either passes unchanged.

    Raises
    ------
    SyntaxProblem
        As `expressions.syntax.parse`.
    """
    tree = parse(source)
    library = prelude(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    if not any(isinstance(node, ast.Attribute) for node in ast.walk(tree)):
        bare = source.strip() if "\n" not in source.strip() else source
        return Prepared(library + bare, {}, library.count("\n"))
    try:
        dots = _Dots(data_names, _imported(tree))
        rewritten = ast.fix_missing_locations(dots.visit(ast.parse(ast.unparse(tree))))
        code = ast.unparse(rewritten)
    except RecursionError as exc:
        raise SyntaxProblem(1, 1, "nested too deeply") from exc
    front = _PRELUDE + library
    return Prepared(front + code, _line_map(tree, code), front.count("\n"))


def _line_map(original: ast.Module, code: str) -> dict[int, int]:
    """Statements keep their order and number through the rewriting, so they can be paired."""
    before = [node for node in ast.walk(original) if isinstance(node, ast.stmt)]
    after = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt)]
    return {new.lineno: old.lineno for new, old in zip(after, before, strict=True)}


class _Dots(ast.NodeTransformer):
    def __init__(self, data_names: frozenset[str], imported: frozenset[str]) -> None:
        self.data_names = data_names
        self.imported = imported

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Leave the method of a call alone; rewrite what it hangs on and its arguments."""
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        else:
            node.func = self.visit(node.func)
        node.args = [self.visit(argument) for argument in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Reads go through `READ`, but for parts of a module; writes on data become subscripts."""
        if _root(node.value) in self.imported:
            return node
        value = self.visit(node.value)
        if isinstance(node.ctx, ast.Load):
            return ast.Call(ast.Name(READ, ast.Load()), [value, ast.Constant(node.attr)], [])
        if _root(node.value) in self.data_names:
            return ast.Subscript(value, ast.Constant(node.attr), node.ctx)
        node.value = value
        return node


def _imported(tree: ast.Module) -> frozenset[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset((alias.asname or alias.name).split(".")[0] for node in imports for alias in node.names)


def _root(node: ast.AST) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
