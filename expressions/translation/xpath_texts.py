"""XPath as exporters of BPMN write it: paths into data objects, comparisons, functions of XPath 1.0."""

import ast
from typing import Final

from expressions.translation import python, tree
from expressions.translation.dialects import XPATH
from expressions.translation.labels import is_label
from expressions.translation.parser import Parser
from expressions.translation.refusals import Refused
from expressions.translation.writer import Writer

_DATA: Final = frozenset(
    {
        "getDataObject",
        "getDataInput",
        "getDataOutput",
        "getProcessProperty",
        "getVariableProperty",
        "getVariable",
    }
)
_SIGNS: Final = {
    "-": "xpath_subtract",
    "*": "xpath_multiply",
    "/": "xpath_divide",
    "%": "xpath_modulo",
    "==": "xpath_equal",
    "!=": "xpath_unequal",
    "<": "xpath_less",
    "<=": "xpath_less_or_equal",
    ">": "xpath_greater",
    ">=": "xpath_greater_or_equal",
}
_FUNCTIONS: Final = {
    "boolean": ("xpath_true", 1, 1),
    "number": ("xpath_number", 1, 1),
    "string": ("xpath_string", 1, 1),
    "concat": ("xpath_text", 2, 99),
    "contains": ("xpath_contains", 2, 2),
    "starts-with": ("xpath_starts", 2, 2),
    "ends-with": ("xpath_ends", 2, 2),
    "string-length": ("xpath_length", 1, 1),
    "normalize-space": ("xpath_normal", 1, 1),
    "upper-case": ("xpath_upper", 1, 1),
    "lower-case": ("xpath_lower", 1, 1),
    "substring-before": ("xpath_before", 2, 2),
    "substring-after": ("xpath_after", 2, 2),
    "substring": ("xpath_substring", 2, 3),
    "count": ("xpath_count", 1, 1),
    "sum": ("xpath_sum", 1, 1),
    "floor": ("xpath_floor", 1, 1),
    "ceiling": ("xpath_ceiling", 1, 1),
    "round": ("xpath_round", 1, 1),
}
_OF_TRUTH: Final = frozenset({"not", "true", "false", "boolean", "contains", "starts-with", "ends-with"})


def read(text: str, language: str, kind: str, result: str | None = None) -> ast.expr | ast.Module:
    """Translate; raises `Refused`."""
    if kind == "script":
        raise Refused("statement", 0, text)
    if kind == "text":
        return python.constant(text)
    if kind == "condition" and is_label(text):
        raise Refused("label", 0, text.strip())
    return XPathWriter().value(_XPathParser(text, XPATH).whole())


class _XPathParser(Parser):
    def postfix(self, node: tree.Node) -> tree.Node:
        """Read steps, indexes and arguments behind an operand."""
        while True:
            if self.accept("/"):
                self.accept("@")
                name = self.member_name()
                if self.stands("("):
                    raise Refused("function", self.token.start, name)
                node = self.node(tree.Member, node.at, node, _local(name))
            elif self.stands("["):
                node = self.index(node)
            elif self.stands("(") and isinstance(node, tree.Name):
                node = self.node(tree.Call, node.at, node, self.arguments("(", ")"))
            else:
                return node

    def primary(self) -> tree.Node:
        """Read an operand; ``$name`` is a variable."""
        if self.accept("$"):
            return self.node(tree.Name, self.token.start, self.member_name())
        return super().primary()


class XPathWriter(Writer):
    """Says XPath."""

    def test(self, node: tree.Node) -> ast.expr:
        """Return what is true where the value, coerced, is true."""
        made = self.value(node)
        return made if self.is_truth(node) else python.call("xpath_true", made)

    def is_truth(self, node: tree.Node) -> bool:
        """Return whether the node can have no other values than true and false."""
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
            return _local(node.function.name) in _OF_TRUTH
        return isinstance(node, tree.Logic) or super().is_truth(node)

    def _name(self, node: tree.Name) -> ast.expr:
        return super()._name(tree.Name(node.at, _local(node.name)))

    def _logic(self, node: tree.Logic) -> ast.expr:
        return python.logic(node.word, [self.test(part) for part in node.parts])

    def _unary(self, node: tree.Unary) -> ast.expr:
        return python.call("xpath_negative", self.value(node.operand))

    def _sum(self, node: tree.Sum) -> ast.expr:
        return python.call("xpath_add", *self.values(node.parts))

    def _binary(self, node: tree.Binary) -> ast.expr:
        left, right = self.value(node.left), self.value(node.right)
        if node.sign == "==" and any(_is_word(side) for side in (node.left, node.right)):
            return python.compare(left, ast.Eq(), right)
        return python.call(_SIGNS[node.sign], left, right)

    def _member(self, node: tree.Member) -> ast.expr:
        return python.call("xpath_step", self.value(node.base), python.constant(node.name))

    def _index(self, node: tree.Index) -> ast.expr:
        if not isinstance(node.index, tree.Literal) or not isinstance(node.index.value, int):
            raise Refused("operator", node.at, "[")
        return python.call("xpath_item", self.value(node.base), self.value(node.index))

    def _call(self, node: tree.Call) -> ast.expr:
        assert isinstance(node.function, tree.Name)
        word = _local(node.function.name)
        if word in _DATA:
            return self.data(node, word)
        if word in ("true", "false") and not node.arguments:
            return python.constant(word == "true")
        if word == "not" and len(node.arguments) == 1:
            return python.negated(self.test(node.arguments[0]))
        known = _FUNCTIONS.get(word)
        if known is None or not known[1] <= len(node.arguments) <= known[2]:
            raise Refused("function", node.at, node.function.name)
        return python.call(known[0], *self.values(node.arguments))

    def data(self, node: tree.Call, word: str) -> ast.expr:
        """Return the variable that a data object, input or property is here."""
        only = node.arguments[0] if len(node.arguments) == 1 else None
        if not isinstance(only, tree.Literal) or not isinstance(only.value, str):
            raise Refused("context", node.at, word)
        return super()._name(tree.Name(only.at, only.value))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _is_word(node: tree.Node) -> bool:
    """Whether a node is a text that is no number, no truth value, and not empty."""
    if not isinstance(node, tree.Literal) or not isinstance(node.value, str) or not node.value.strip():
        return False
    if node.value in ("true", "false"):
        return False
    try:
        float(node.value)
    except ValueError:
        return True
    return False
