"""Groovy in our language: what counts as true is the same in both, numbers with a point are exact."""

import ast
import keyword
from typing import Final

from expressions.translation import python, tree
from expressions.translation.methods import JAVA_METHODS
from expressions.translation.refusals import Refused
from expressions.translation.variables import read_through, refuse_engine
from expressions.translation.writer import Writer, path_of

_SIGNS: Final = {
    "-": "groovy_subtract",
    "*": "groovy_multiply",
    "/": "groovy_divide",
    "%": "groovy_modulo",
    "**": "groovy_power",
    "<=>": "groovy_order",
    "in": "groovy_in",
}
_ORDERS: Final = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE}
_CONVERSIONS: Final = {
    "toInteger": "juel_whole",
    "toLong": "juel_whole",
    "toDouble": "float",
    "toBigDecimal": "groovy_to_decimal",
}
_FUNCTIONS: Final = {
    "Integer.parseInt": "juel_whole",
    "Integer.valueOf": "juel_whole",
    "Long.parseLong": "juel_whole",
    "Long.valueOf": "juel_whole",
    "Double.parseDouble": "float",
    "Double.valueOf": "float",
    "String.valueOf": "groovy_string",
    "Math.abs": "abs",
    "Math.max": "max",
    "Math.min": "min",
}


class GroovyWriter(Writer):
    """Says Groovy; `own` are names that the script has declared."""

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self.own = own

    def is_truth(self, node: tree.Node) -> bool:
        """Return whether the node can have no other values than true and false."""
        if isinstance(node, tree.Logic):
            return all(self.is_truth(part) for part in node.parts)
        return super().is_truth(node)

    def test(self, node: tree.Node) -> ast.expr:
        """Return what counts as true: as in our language."""
        if isinstance(node, tree.Logic):
            return python.logic(node.word, [self.test(part) for part in node.parts])
        return self.value(node)

    def _literal(self, node: tree.Literal) -> ast.expr:
        if node.exact is not None and node.exact[-1] not in "dDfF":
            return python.call("groovy_decimal", python.constant(node.exact.rstrip("gG")))
        return python.constant(node.value)

    def _name(self, node: tree.Name) -> ast.expr:
        if node.name not in self.own:
            refuse_engine(node)
        return super()._name(node)

    def _logic(self, node: tree.Logic) -> ast.expr:
        made = self.test(node)
        return made if self.is_truth(node) else python.call("bool", made)

    def _unary(self, node: tree.Unary) -> ast.expr:
        if node.sign == "not":
            return python.negated(self.test(node.operand))
        if node.sign == "-" and isinstance(node.operand, tree.Literal) and type(node.operand.value) is int:
            return python.constant(-node.operand.value)
        made = self.value(node.operand)
        return python.call("groovy_negative", made) if node.sign == "-" else made

    def _sum(self, node: tree.Sum) -> ast.expr:
        return python.call("groovy_add", *self.values(node.parts))

    def _text(self, node: tree.Text) -> ast.expr:
        return python.call("groovy_text", *self.values(node.parts))

    def _binary(self, node: tree.Binary) -> ast.expr:
        left, right = self.value(node.left), self.value(node.right)
        if node.sign == "?:":
            return python.logic("or", [left, right])
        if node.sign in ("==", "!="):
            return self.compared(node, left, right)
        if node.sign in _ORDERS:
            order = python.call("groovy_order", left, right)
            return python.compare(order, _ORDERS[node.sign](), python.constant(0))
        if node.sign not in _SIGNS:
            raise Refused("operator", node.at, node.sign)
        return python.call(_SIGNS[node.sign], left, right)

    def compared(self, node: tree.Binary, left: ast.expr, right: ast.expr) -> ast.expr:
        """Return an equality, plainly where that means the same."""
        for one, other, side in ((left, right, node.right), (right, left, node.left)):
            if isinstance(side, tree.Literal) and side.value is None:
                return python.compare(one, ast.Is() if node.sign == "==" else ast.IsNot(), other)
            if isinstance(side, tree.Literal) and isinstance(side.value, str):
                return python.compare(left, ast.Eq() if node.sign == "==" else ast.NotEq(), right)
        equal = python.call("groovy_equal", left, right)
        return equal if node.sign == "==" else python.negated(equal)

    def _member(self, node: tree.Member) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        if not node.name.isidentifier():
            raise Refused("name", node.at, node.name)
        if keyword.iskeyword(node.name):
            return python.call("juel_item", self.value(node.base), python.constant(node.name))
        return python.member(self.value(node.base), node.name)

    def _index(self, node: tree.Index) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        return python.call("groovy_item", self.value(node.base), self.value(node.index))

    def _call(self, node: tree.Call) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        known = _FUNCTIONS.get(path_of(node.function))
        if known is not None and node.arguments:
            return python.call(known, *self.values(node.arguments))
        if isinstance(node.function, tree.Member):
            return self.method(node, node.function)
        raise Refused("call", node.at, path_of(node))

    def method(self, node: tree.Call, function: tree.Member) -> ast.expr:
        """Return the call of a method of a value."""
        said = JAVA_METHODS.get((function.name, len(node.arguments)))
        if function.name == "toString" and said is not None:
            return python.call("groovy_string", self.value(function.base))
        if said is not None:
            return said(self.value(function.base), *self.values(node.arguments))
        if function.name in _CONVERSIONS and not node.arguments:
            return python.call(_CONVERSIONS[function.name], self.value(function.base))
        raise Refused("call", node.at, path_of(node))
