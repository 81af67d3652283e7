"""JavaScript in our language: coercions are calls of the library, texts and lists have known methods."""

import ast
import keyword
from collections.abc import Callable
from typing import Final

from expressions.translation import python, tree
from expressions.translation.refusals import Refused
from expressions.translation.variables import read_through, refuse_engine
from expressions.translation.writer import Writer, path_of

_SIGNS: Final = {
    "-": "js_subtract",
    "*": "js_multiply",
    "/": "js_divide",
    "%": "js_modulo",
    "**": "js_power",
    "<": "js_less",
    "<=": "js_less_or_equal",
    ">": "js_greater",
    ">=": "js_greater_or_equal",
}
_FUNCTIONS: Final = {
    "Math.floor": ("js_floor", 1, 1),
    "Math.ceil": ("js_ceil", 1, 1),
    "Math.round": ("js_round", 1, 1),
    "Math.abs": ("js_abs", 1, 1),
    "Math.sqrt": ("js_sqrt", 1, 1),
    "Math.pow": ("js_power", 2, 2),
    "Math.min": ("js_min", 1, 99),
    "Math.max": ("js_max", 1, 99),
    "Number": ("js_number", 1, 1),
    "String": ("js_string", 1, 1),
    "Boolean": ("js_true", 1, 1),
    "parseInt": ("js_parse_int", 1, 2),
    "parseFloat": ("js_parse_float", 1, 1),
    "isNaN": ("js_is_nan", 1, 1),
}
_METHODS: Final = {
    ("slice", 1): "js_slice",
    ("slice", 2): "js_slice",
    ("substring", 1): "js_substring",
    ("substring", 2): "js_substring",
    ("indexOf", 1): "js_index_of",
    ("includes", 1): "js_includes",
    ("contains", 1): "js_includes",
    ("charAt", 1): "js_char_at",
    ("split", 1): "js_split",
    ("join", 0): "js_join",
    ("join", 1): "js_join",
    ("replace", 2): "js_replace",
    ("concat", 1): "js_concat",
    ("concat", 2): "js_concat",
    ("toString", 0): "js_string",
    ("equals", 1): "js_same",
    ("size", 0): "js_length",
}
_PLAIN_METHODS: Final = {
    ("toUpperCase", 0): "upper",
    ("toLowerCase", 0): "lower",
    ("trim", 0): "strip",
    ("startsWith", 1): "startswith",
    ("endsWith", 1): "endswith",
}


class JavaScriptWriter(Writer):
    """Says JavaScript; `own` are names that the script has declared."""

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self.own = own

    def test(self, node: tree.Node) -> ast.expr:
        """Return what is true where the value, coerced, is true."""
        if isinstance(node, tree.Logic):
            return python.logic(node.word, [self.test(part) for part in node.parts])
        made = self.value(node)
        return made if self.is_truth(node) else python.call("js_true", made)

    def is_truth(self, node: tree.Node) -> bool:
        """Return whether the node can have no other values than true and false."""
        if isinstance(node, tree.Logic):
            return all(self.is_truth(part) for part in node.parts)
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Member):
            words = ("includes", "contains", "startsWith", "endsWith", "equals", "hasVariable")
            return node.function.name in words
        return super().is_truth(node)

    def _name(self, node: tree.Name) -> ast.expr:
        if node.name not in self.own:
            refuse_engine(node)
        if node.name in ("NaN", "Infinity"):
            return python.call("float", python.constant({"NaN": "nan"}.get(node.name, "inf")))
        return super()._name(node)

    def _logic(self, node: tree.Logic) -> ast.expr:
        if self.is_truth(node):
            return python.logic(node.word, self.values(node.parts))
        *before, last = self.values(node.parts)
        for part in reversed(before):
            last = python.call(f"js_{node.word}", part, python.later(last))
        return last

    def _unary(self, node: tree.Unary) -> ast.expr:
        if node.sign == "not":
            return python.negated(self.test(node.operand))
        made = self.value(node.operand)
        if node.sign == "typeof":
            return python.call("js_typeof", python.later(made))
        if (
            node.sign == "-"
            and isinstance(node.operand, tree.Literal)
            and type(node.operand.value) in (int, float)
            and node.operand.value != 0
        ):
            return python.constant(-node.operand.value)
        return python.call("js_negative" if node.sign == "-" else "js_number", made)

    def _sum(self, node: tree.Sum) -> ast.expr:
        return python.call("js_add", *self.values(node.parts))

    def _choice(self, node: tree.Choice) -> ast.expr:
        return python.choice(self.test(node.test), self.value(node.then), self.value(node.other))

    def _text(self, node: tree.Text) -> ast.expr:
        return python.call("js_text", *self.values(node.parts))

    def _binary(self, node: tree.Binary) -> ast.expr:
        if node.sign in ("==", "!=", "===", "!=="):
            return self.compared(node)
        left, right = self.value(node.left), self.value(node.right)
        if node.sign == "??":
            return python.call("js_default", left, python.later(right))
        if node.sign not in _SIGNS:
            raise Refused("operator", node.at, node.sign)
        return python.call(_SIGNS[node.sign], left, right)

    def compared(self, node: tree.Binary) -> ast.expr:
        """Return an equality, plainly where that means the same."""
        strict, equal = len(node.sign) == 3, node.sign[0] == "="
        left, right = self.value(node.left), self.value(node.right)
        for one, other, side in ((left, right, node.right), (right, left, node.left)):
            if not isinstance(side, tree.Literal):
                continue
            if side.value is None or (strict and isinstance(side.value, bool)):
                return python.compare(one, ast.Is() if equal else ast.IsNot(), other)
            if isinstance(side.value, str) and (strict or _is_word(side.value)):
                return python.compare(left, ast.Eq() if equal else ast.NotEq(), right)
        made = python.call("js_same" if strict else "js_equal", left, right)
        return made if equal else python.negated(made)

    def _member(self, node: tree.Member) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        base = self.value(node.base)
        if node.name == "length":
            return python.call("js_length", base)
        if not node.name.isidentifier() or keyword.iskeyword(node.name):
            return python.call("js_item", base, python.constant(node.name))
        return python.member(base, node.name)

    def _index(self, node: tree.Index) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        return python.call("js_item", self.value(node.base), self.value(node.index))

    def _call(self, node: tree.Call) -> ast.expr:
        variable = read_through(node, self.value, self.own)
        if variable is not None:
            return variable
        known = _FUNCTIONS.get(path_of(node.function))
        if known is not None and known[1] <= len(node.arguments) <= known[2]:
            return python.call(known[0], *self.values(node.arguments))
        if isinstance(node.function, tree.Member):
            return self.method(node, node.function)
        raise Refused("call", node.at, path_of(node))

    def method(self, node: tree.Call, function: tree.Member) -> ast.expr:
        """Return the call of a method of a value."""
        key = (function.name, len(node.arguments))
        say: Callable[..., ast.expr] = python.call
        if key in _METHODS:
            return say(_METHODS[key], self.value(function.base), *self.values(node.arguments))
        if key in _PLAIN_METHODS:
            return python.method(self.value(function.base), _PLAIN_METHODS[key], *self.values(node.arguments))
        raise Refused("call", node.at, path_of(node))


def _is_word(text: str) -> bool:
    """Whether a text is coerced to no number."""
    try:
        float(text.strip() or "0")
    except ValueError:
        return text.strip()[:2].lower() not in ("0x", "0b", "0o")
    return False
