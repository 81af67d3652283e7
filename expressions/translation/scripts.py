"""Statements in our language: plain assignments set variables."""

import ast
from collections.abc import Sequence
from typing import Final

from expressions.translation import python, tree
from expressions.translation.refusals import Refused
from expressions.translation.variables import Access, access_of
from expressions.translation.writer import Writer, path_of

_PRINTED: Final = (
    "print",
    "println",
    "printf",
    "console.log",
    "console.info",
    "console.warn",
    "console.error",
)


class ScriptWriter:
    """Says a script.

    Parameters
    ----------
    writer
        Says its expressions.
    result
        The variable that takes the script's value; None where nobody asks for it.
    """

    def __init__(self, writer: Writer, result: str | None) -> None:
        self.writer = writer
        self.result = result
        self.own: frozenset[str] = frozenset()

    def module(self, statements: Sequence[tree.Node]) -> ast.Module:
        """Return the whole script; raises `Refused`."""
        self.own = declared(statements)
        return ast.Module(self.block(statements, last=True) or [ast.Pass()], [])

    def block(self, statements: Sequence[tree.Node], *, last: bool) -> list[ast.stmt]:
        """Return statements; `last` where nothing comes behind them, so that the last one is the result."""
        made: list[ast.stmt] = []
        for place, node in enumerate(statements):
            rest = statements[place + 1 :]
            if isinstance(node, tree.If) and _may_return(node):
                return [*made, self.parted(node, rest, last=last)]
            if isinstance(node, tree.Return):
                if not last:
                    raise Refused("return", node.at, "return")
                return [*made, *(self.resulting(node.value) if node.value is not None else [])]
            made.extend(self.statement(node, last=last and not rest))
        return made

    def parted(self, node: tree.If, rest: Sequence[tree.Node], *, last: bool) -> ast.stmt:
        """Return a decision that ends the script on some ways: what follows belongs to the others."""
        if not last:
            raise Refused("return", node.at, "return")
        then = node.then if _returns(node.then) else (*node.then, *rest)
        other = node.other if _returns(node.other) else (*node.other, *rest)
        if rest and not _returns(node.then) and not _returns(node.other):
            raise Refused("return", node.at, "return")
        return self.decision(node, then, other, last=True)

    def decision(
        self, node: tree.If, then: Sequence[tree.Node], other: Sequence[tree.Node], *, last: bool
    ) -> ast.stmt:
        """Return a decision with these ways."""
        test = self.writer.test(node.test)
        return ast.If(test, self.block(then, last=last) or [ast.Pass()], self.block(other, last=last))

    def statement(self, node: tree.Node, *, last: bool) -> list[ast.stmt]:
        """Return one statement; what is only printed is none."""
        if isinstance(node, tree.If):
            return [self.decision(node, node.then, node.other, last=last)]
        if isinstance(node, tree.Assign):
            return [self.assigned(node)]
        assert isinstance(node, tree.Do)
        access = access_of(node.value, self.own)
        if access is not None and access.act == "set":
            return self.set(access)
        if isinstance(node.value, tree.Call) and _is_printed(node.value):
            return []
        return self.resulting(node.value) if last else [ast.Expr(self.writer.value(node.value))]

    def set(self, access: Access) -> list[ast.stmt]:
        """Return what sets a variable through the engine's objects."""
        assert access.value is not None
        word = python.variable(access.name.name, access.name.at)
        if access.name.name in self.own:
            if isinstance(access.value, tree.Name) and access.value.name == access.name.name:
                return []  # the script's own variable is a variable already
            raise Refused("shadow", access.name.at, access.name.name)
        return [ast.Assign([ast.Name(word, ast.Store())], self.writer.value(access.value))]

    def assigned(self, node: tree.Assign) -> ast.stmt:
        """Return an assignment to a variable, or to a part of one."""
        self.refuse_shadow(node)
        value = self.writer.value(node.value)
        return ast.Assign([self.target(node.target)], value)

    def target(self, node: tree.Node) -> ast.expr:
        """Return what an assignment sets."""
        access = access_of(node, self.own)
        name = access.name if access is not None and access.act == "get" else node
        if isinstance(name, tree.Name):
            return ast.Name(python.variable(name.name, name.at), ast.Store())
        if isinstance(node, tree.Member):
            return ast.Subscript(self.writer.value(node.base), python.constant(node.name), ast.Store())
        if isinstance(node, tree.Index):
            return ast.Subscript(self.writer.value(node.base), self.writer.value(node.index), ast.Store())
        raise Refused("syntax", node.at, path_of(node) or "=")

    def refuse_shadow(self, node: tree.Assign) -> None:
        """Refuse a read of a process variable whose name the script has taken for itself."""
        pending: list[object] = [node.value]
        while pending:
            part = pending.pop()
            if isinstance(part, tree.Call | tree.Member | tree.Index):
                access = access_of(part, self.own)
                same = isinstance(node.target, tree.Name) and access and access.name.name == node.target.name
                if access is not None and access.name.name in self.own and not (node.local and same):
                    raise Refused("shadow", part.at, access.name.name)
            if isinstance(part, tree.Node):
                pending.extend(vars(part).values())
            elif isinstance(part, tuple):
                pending.extend(part)

    def resulting(self, value: tree.Node) -> list[ast.stmt]:
        """Return what gives the script's value."""
        if isinstance(value, tree.Call) and _is_printed(value):
            return []
        made = self.writer.value(value)
        if self.result is None:
            return [ast.Expr(made)]
        return [ast.Assign([ast.Name(python.variable(self.result, value.at), ast.Store())], made)]


def _is_printed(node: tree.Call) -> bool:
    path = path_of(node.function)
    return path in _PRINTED or path.endswith(("System.out.println", "System.out.print"))


def declared(statements: Sequence[tree.Node]) -> frozenset[str]:
    """Return the names that statements declare for themselves."""
    found: set[str] = set()
    for node in statements:
        if isinstance(node, tree.Assign) and node.local and isinstance(node.target, tree.Name):
            found.add(node.target.name)
        if isinstance(node, tree.If):
            found |= declared(node.then) | declared(node.other)
    return frozenset(found)


def _returns(statements: Sequence[tree.Node]) -> bool:
    """Whether every way through the statements ends the script."""
    return any(
        isinstance(node, tree.Return)
        or (isinstance(node, tree.If) and _returns(node.then) and _returns(node.other))
        for node in statements
    )


def _may_return(node: tree.If) -> bool:
    parts = (*node.then, *node.other)
    return any(
        isinstance(part, tree.Return) or (isinstance(part, tree.If) and _may_return(part)) for part in parts
    )
