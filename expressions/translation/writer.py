"""What all writers do: from the tree of an expression to the tree of our language."""

import ast
from typing import Any

from expressions.prelude import library_names
from expressions.translation import python, tree
from expressions.translation.refusals import Refused


class Writer:
    """Says an expression in our language; each language says what it means otherwise.

    All methods raise `Refused`.
    """

    def value(self, node: tree.Node) -> ast.expr:
        """Return what has the node's value."""
        made = getattr(self, f"_{type(node).__name__.lower()}", None)
        if made is None:
            raise Refused("syntax", node.at, type(node).__name__)
        result: ast.expr = made(node)
        return result

    def test(self, node: tree.Node) -> ast.expr:
        """Return what is true where the node's value counts as true."""
        return self.value(node)

    def values(self, nodes: Any) -> list[ast.expr]:
        """Return the values of several nodes."""
        return [self.value(node) for node in nodes]

    def is_truth(self, node: tree.Node) -> bool:
        """Return whether the node can have no other values than true and false."""
        if isinstance(node, tree.Literal):
            return isinstance(node.value, bool)
        if isinstance(node, tree.Unary):
            return node.sign in ("not", "empty")
        if isinstance(node, tree.Binary):
            return node.sign in ("==", "!=", "===", "!==", "<", "<=", ">", ">=", "in")
        return False

    def _literal(self, node: tree.Literal) -> ast.expr:
        return python.constant(node.value)

    def _name(self, node: tree.Name) -> ast.expr:
        word = python.variable(node.name, node.at)
        if word in library_names():
            raise Refused("name", node.at, node.name)
        return python.name(word)

    def _listing(self, node: tree.Listing) -> ast.expr:
        return ast.List(self.values(node.items), ast.Load())

    def _record(self, node: tree.Record) -> ast.expr:
        keys: list[ast.expr | None] = [python.constant(key) for key, _ in node.entries]
        return ast.Dict(keys, [self.value(value) for _, value in node.entries])

    def _choice(self, node: tree.Choice) -> ast.expr:
        return python.choice(self.test(node.test), self.value(node.then), self.value(node.other))


def path_of(node: tree.Node) -> str:
    """Return ``a.b.c`` of names and members, shortened; empty for anything else."""
    words: list[str] = []
    while isinstance(node, tree.Member | tree.Call | tree.Index):
        if isinstance(node, tree.Member):
            words.append(node.name)
        node = node.function if isinstance(node, tree.Call) else node.base
    if not isinstance(node, tree.Name):
        return ".".join(reversed(words))
    return ".".join([node.name, *reversed(words)])
