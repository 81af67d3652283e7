"""JUEL in our language, as EL 3.0 and Camunda's JUEL mean it.

Comparisons and arithmetic coerce, so they are calls of the library; ``== null`` and a comparison with a word
are plain, for they mean the same. Methods on values are known ones; a bean's is refused.
"""

import ast
import keyword
from typing import Final

from expressions.translation import python, tree
from expressions.translation.methods import JAVA_METHODS
from expressions.translation.refusals import Refused
from expressions.translation.variables import ENGINE, access_of, read_through, refuse_engine, written
from expressions.translation.writer import Writer, path_of

_SIGNS: Final = {
    "-": "juel_subtract",
    "*": "juel_multiply",
    "/": "juel_divide",
    "%": "juel_modulo",
    "==": "juel_equal",
    "<": "juel_less",
    "<=": "juel_less_or_equal",
    ">": "juel_greater",
    ">=": "juel_greater_or_equal",
    "concat": "juel_text",
}
#: Functions that Camunda gives to expressions, and ours.
_FUNCTIONS: Final = {("now", 0): "now"}


class JuelWriter(Writer):
    """Says JUEL."""

    def test(self, node: tree.Node) -> ast.expr:
        """Return what is true where the value, coerced, is true."""
        made = self.value(node)
        return made if self.is_truth(node) else python.call("juel_true", made)

    def is_truth(self, node: tree.Node) -> bool:
        """Return whether the node can have no other values than true and false."""
        if isinstance(node, tree.Logic):
            return True
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Member):
            words = (
                "equals",
                "equalsIgnoreCase",
                "contains",
                "containsKey",
                "isEmpty",
                "startsWith",
                "endsWith",
            )
            return node.function.name in (*words, "hasVariable")
        return super().is_truth(node)

    def _name(self, node: tree.Name) -> ast.expr:
        refuse_engine(node)
        return super()._name(node)

    def _logic(self, node: tree.Logic) -> ast.expr:
        return python.logic(node.word, [self.test(part) for part in node.parts])

    def _unary(self, node: tree.Unary) -> ast.expr:
        if node.sign == "not":
            if isinstance(node.operand, tree.Unary) and node.operand.sign == "empty":
                return python.negated(self.value(node.operand))
            return python.negated(self.test(node.operand))
        if isinstance(node.operand, tree.Literal) and type(node.operand.value) in (int, float):
            return python.constant(-node.operand.value)
        return python.call(
            "juel_empty" if node.sign == "empty" else "juel_negative", self.value(node.operand)
        )

    def _sum(self, node: tree.Sum) -> ast.expr:
        for part in node.parts:
            if isinstance(part, tree.Literal) and isinstance(part.value, str) and not _is_numeric(part.value):
                raise Refused("text_added", part.at, part.value, self.joined(node))
        return python.call("juel_add", *self.values(node.parts))

    def joined(self, node: tree.Sum) -> str:
        """Return what was meant by ``+`` between texts."""
        return python.source_of(python.call("juel_text", *self.values(node.parts)))

    def _binary(self, node: tree.Binary) -> ast.expr:
        if node.sign in ("==", "!="):
            return self.compared(node)
        if node.sign not in _SIGNS:
            raise Refused("operator", node.at, node.sign)
        return python.call(_SIGNS[node.sign], self.value(node.left), self.value(node.right))

    def compared(self, node: tree.Binary) -> ast.expr:
        """Return ``==`` or ``!=``, plainly where that means the same."""
        plain, nothing = (ast.Eq(), ast.Is()) if node.sign == "==" else (ast.NotEq(), ast.IsNot())
        left, right = self.value(node.left), self.value(node.right)
        for one, other, side in ((left, right, node.right), (right, left, node.left)):
            if isinstance(side, tree.Literal) and side.value is None:
                return python.compare(one, nothing, other)
        if _is_word(node.left) or _is_word(node.right):
            return python.compare(left, plain, right)
        equal = python.call("juel_equal", left, right)
        return equal if node.sign == "==" else python.negated(equal)

    def _member(self, node: tree.Member) -> ast.expr:
        variable = read_through(node, self.value)
        if variable is not None:
            return variable
        word = node.name
        self.refuse_parts_of_engine(node)
        base = self.value(node.base)
        if word.isidentifier() and not keyword.iskeyword(word):
            return python.member(base, word)
        return python.call("juel_item", base, python.constant(word))

    def refuse_parts_of_engine(self, node: tree.Member) -> None:
        """Refuse ``task.assignee``; what a variable holds is no part of the engine."""
        root: tree.Node = node
        while isinstance(root, tree.Member):
            root = root.base
        if isinstance(root, tree.Name) and root.name in ENGINE:
            raise Refused("context", node.at, path_of(node))

    def _index(self, node: tree.Index) -> ast.expr:
        variable = read_through(node, self.value)
        if variable is not None:
            return variable
        if isinstance(node.index, tree.Literal) and isinstance(node.index.value, str):
            return self._member(tree.Member(node.at, node.base, node.index.value))
        return python.call("juel_item", self.value(node.base), self.value(node.index))

    def _call(self, node: tree.Call) -> ast.expr:
        access = access_of(node)
        if access is not None and access.act == "set":
            assert access.value is not None
            word = python.variable(access.name.name, access.name.at)
            raise Refused(
                "assignment", node.at, word, f"{word} = {python.source_of(self.value(access.value))}"
            )
        if access is not None:
            return written(access, self.value(access.name))
        if isinstance(node.function, tree.Name):
            known = _FUNCTIONS.get((node.function.name, len(node.arguments)))
            if known is None:
                raise Refused("call", node.at, node.function.name)
            return python.call(known)
        return self.method(node, node.function)

    def method(self, node: tree.Call, function: tree.Node) -> ast.expr:
        """Return the call of a method of a value."""
        if isinstance(function, tree.Member):
            said = JAVA_METHODS.get((function.name, len(node.arguments)))
            if said is not None:
                return said(self.value(function.base), *self.values(node.arguments))
        raise Refused("call", node.at, path_of(node), _getter(node))

    def _text(self, node: tree.Text) -> ast.expr:
        return python.call("juel_text", *self.values(node.parts))


def _getter(node: tree.Call) -> str | None:
    """``order.getTotal()`` is perhaps the field ``order.total``."""
    function = node.function
    if node.arguments or not isinstance(function, tree.Member) or not isinstance(function.base, tree.Name):
        return None
    word = function.name.removeprefix("get")
    if word == function.name or not word[:1].isupper():
        return None
    return f"{function.base.name}.{word[0].lower()}{word[1:]}"


def _is_numeric(text: str) -> bool:
    try:
        float(text or "0")
    except ValueError:
        return False
    return True


def _is_word(node: tree.Node) -> bool:
    """Whether a node is a text that is coerced to nothing else: neither a number nor true or false."""
    if not isinstance(node, tree.Literal) or not isinstance(node.value, str):
        return False
    return not _is_numeric(node.value) and node.value.lower() not in ("true", "false")
