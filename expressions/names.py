"""Which names a source reads from outside: what the engine must hand over, and what lint must know."""

import ast
from collections.abc import Iterable
from functools import lru_cache

from expressions.errors import SyntaxProblem
from expressions.prelude import library_names
from expressions.syntax import parse

__all__ = ["BUILTINS", "SyntaxProblem", "bound_names", "names_of"]

# fmt: off
_OWN = frozenset(
    {
        "abs", "all", "any", "ascii", "bin", "bool", "bytes", "callable", "chr", "dict", "divmod",
        "enumerate", "filter", "float", "frozenset", "getattr", "hasattr", "hash", "hex", "id", "int",
        "isinstance", "iter", "len", "list", "map", "max", "min", "next", "oct", "ord", "pow", "print",
        "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple", "type",
        "zip", "ArithmeticError", "AssertionError", "AttributeError", "Exception", "IndexError",
        "KeyError", "LookupError", "NameError", "RuntimeError", "StopIteration", "TypeError",
        "ValueError", "ZeroDivisionError",
    }
)
# fmt: on
#: Names that the sandbox knows by itself; data of the same name hides them, as in Python; not the library's.
BUILTINS = _OWN | library_names()


@lru_cache(maxsize=2048)
def names_of(source: str) -> frozenset[str]:
    """Return the names that the source may read before it has bound them itself.

    Built-in functions such as ``len`` are among them when they are used: a form may have a field of that
    name. A name bound on one branch only still counts, since the other branch would read it from outside.

    Raises
    ------
    SyntaxProblem
        With line and column.
    """
    reader = _Reader()
    try:
        reader.block(parse(source).body, set())
        while reader.deferred:
            body, bound = reader.deferred.pop()
            reader.block(body, bound | reader.module)
    except RecursionError as exc:
        raise SyntaxProblem(1, 1, "nested too deeply") from exc
    return frozenset(reader.free)


@lru_cache(maxsize=2048)
def bound_names(source: str) -> frozenset[str]:
    """Return the variables that a script may set at its top level (no functions, classes, imports)."""
    found: set[str] = set()
    pending: list[ast.AST] = list(parse(source).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            continue
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        pending.extend(ast.iter_child_nodes(node))
    return frozenset(found)


class _Reader:
    """Definite assignment, in the order in which Python evaluates."""

    def __init__(self) -> None:
        self.free: set[str] = set()
        self.module: set[str] = set()
        self.deferred: list[tuple[list[ast.stmt], set[str]]] = []

    def block(self, body: Iterable[ast.AST], bound: set[str]) -> set[str]:
        """Read statements one after another; returns what is surely bound behind them."""
        for node in body:
            self.visit(node, bound)
        return bound

    def visit(self, node: ast.AST, bound: set[str]) -> None:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is not None:
            method(node, bound)
        else:
            self.block(ast.iter_child_nodes(node), bound)

    def _name(self, node: ast.Name, bound: set[str]) -> None:
        if isinstance(node.ctx, ast.Load):
            if node.id not in bound:
                self.free.add(node.id)
        else:
            bound.add(node.id)
            self.module.add(node.id)

    def _assign(self, node: ast.Assign, bound: set[str]) -> None:
        self.block([node.value, *node.targets], bound)

    def _annassign(self, node: ast.AnnAssign, bound: set[str]) -> None:
        if node.value is not None:
            self.block([node.value, node.target], bound)

    def _augassign(self, node: ast.AugAssign, bound: set[str]) -> None:
        if isinstance(node.target, ast.Name) and node.target.id not in bound:
            self.free.add(node.target.id)
        self.block([node.value, node.target], bound)

    def _namedexpr(self, node: ast.NamedExpr, bound: set[str]) -> None:
        self.block([node.value, node.target], bound)

    def _if(self, node: ast.If, bound: set[str]) -> None:
        self.visit(node.test, bound)
        bound |= self.block(node.body, set(bound)) & self.block(node.orelse, set(bound))

    def _for(self, node: ast.For, bound: set[str]) -> None:
        self.visit(node.iter, bound)
        self.block([node.target, *node.body], inner := set(bound))
        self.block(node.orelse, inner)

    def _while(self, node: ast.While, bound: set[str]) -> None:
        self.visit(node.test, bound)
        self.block([*node.body, *node.orelse], set(bound))

    def _try(self, node: ast.Try, bound: set[str]) -> None:
        self.block([*node.body, *node.orelse], inner := set(bound))
        for handler in node.handlers:
            caught = {handler.name} if handler.name else set()
            inner &= self.block([*([handler.type] if handler.type else []), *handler.body], bound | caught)
        bound |= inner
        self.block(node.finalbody, bound)

    def _comprehension_of(self, node: ast.AST, bound: set[str]) -> None:
        inner = set(bound)
        for part in node.generators:  # type: ignore[attr-defined]
            self.block([part.iter, part.target, *part.ifs], inner)
        results = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]  # type: ignore[attr-defined]
        self.block(results, inner)

    _listcomp = _setcomp = _dictcomp = _generatorexp = _comprehension_of

    def _functiondef(self, node: ast.FunctionDef | ast.AsyncFunctionDef, bound: set[str]) -> None:
        self.block([*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)], bound)
        bound.add(node.name)
        self.module.add(node.name)
        self.deferred.append((node.body, bound | _parameters(node.args) | _locals(node.body)))

    _asyncfunctiondef = _functiondef

    def _lambda(self, node: ast.Lambda, bound: set[str]) -> None:
        self.block([*node.args.defaults, *filter(None, node.args.kw_defaults)], bound)
        self.visit(node.body, bound | _parameters(node.args))

    def _classdef(self, node: ast.ClassDef, bound: set[str]) -> None:
        self.block([*node.decorator_list, *node.bases], bound)
        self.block(node.body, set(bound))
        bound.add(node.name)
        self.module.add(node.name)

    def _import(self, node: ast.Import | ast.ImportFrom, bound: set[str]) -> None:
        names = {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        bound |= names
        self.module |= names

    _importfrom = _import


def _parameters(args: ast.arguments) -> set[str]:
    every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return {arg.arg for arg in every if arg is not None}


def _locals(body: list[ast.stmt]) -> set[str]:
    nodes = (node for statement in body for node in ast.walk(statement))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
