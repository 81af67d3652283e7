"""Read off a syntax tree of what kind the values are that it uses."""

import ast
from collections.abc import Callable, Mapping
from typing import Any, Final

from .hint import Hint
from .moment import BEGIN

_ORDER: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_TEXT_METHODS: Final = frozenset(
    {"lower", "upper", "strip", "startswith", "endswith", "split", "replace", "title", "capitalize", "find"}
)
_NUMBERS: Final = (1, 2, 10)
_ARGUMENTS: Final[Mapping[str | None, tuple[Any, ...]]] = {
    **dict.fromkeys(("int", "float", "round", "abs"), _NUMBERS),
    "zone_of": ("Asia/Shanghai", "UTC"),
}
"""What some functions are called with."""
_COMPARED: Final[Mapping[str, ast.cmpop]] = {
    "greater": ast.Gt(),
    "greater_or_equal": ast.GtE(),
    "less": ast.Lt(),
    "less_or_equal": ast.LtE(),
    "equal": ast.Eq(),
    "same": ast.Eq(),
    "unequal": ast.NotEq(),
}
"""What comparisons of other languages are called here, behind the name of the language."""


def read_usage(tree: ast.AST, found: dict[str, Hint], *, is_condition: bool) -> None:
    """Add what a source tells to the hints by name; what is true or false on its own is a flag."""
    reader = _Reader(found)
    if is_condition and isinstance(tree, ast.Module) and isinstance(tree.body[0], ast.Expr):
        reader.flag(tree.body[0].value)
    reader.visit(tree)


class _Reader(ast.NodeVisitor):
    def __init__(self, found: dict[str, Hint]) -> None:
        self._found = found
        self._aliases: dict[str, Hint] = {}

    def hint(self, node: ast.AST) -> Hint | None:
        """Give the hint of ``a``, ``a.b`` or ``a["b"]``; None for anything else."""
        if isinstance(node, ast.Name):
            return self._aliases.get(node.id) or self._found.setdefault(node.id, Hint())
        if isinstance(node, ast.Attribute):
            inner = self.hint(node.value)
            return inner.part(node.attr) if inner else None
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            inner, key = self.hint(node.value), node.slice.value
            if inner is None:
                return None
            return inner.part(key) if isinstance(key, str) else inner.each()
        return None

    def flag(self, node: ast.AST) -> None:
        hint = self.hint(node)
        if hint is not None:
            hint.may_be(True, False)

    # --- where a value decides

    def visit_Compare(self, node: ast.Compare) -> None:
        """What something is compared with, and its neighbours."""
        # What is inside first: a loop names the items that are compared.
        self.generic_visit(node)
        sides = [node.left, *node.comparators]
        for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
            if isinstance(op, ast.In | ast.NotIn):
                self._contained(left, right)
            else:
                self._compared(left, right, op)
                self._compared(right, left, op)

    def _compared(self, one: ast.AST, other: ast.AST, op: ast.cmpop) -> None:
        hint = self.hint(_summed(one))
        if hint is None:
            return
        value = _constant(other)
        if value is not None:
            hint.may_be(*_like(value))
        elif isinstance(op, _ORDER):
            hint.may_be(*_NUMBERS)

    def _contained(self, one: ast.AST, other: ast.AST) -> None:
        outer, inner, value = self.hint(other), self.hint(one), _constant(one)
        if outer is not None and value is not None:
            # A text contains a text, and a list of texts does as well.
            outer.may_be(*_like(value))
        if inner is not None and isinstance(other, ast.List | ast.Tuple | ast.Set):
            inner.may_be(*(like for item in other.elts for like in _like(_constant(item))))

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        """Each of its parts is true or false."""
        for value in node.values:
            self.flag(value)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        """What is negated."""
        if isinstance(node.op, ast.Not):
            self.flag(node.operand)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        """What a script asks."""
        self.flag(node.test)
        self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        """What an expression asks."""
        self.flag(node.test)
        self.generic_visit(node)

    # --- of what kind it is

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Numbers are reckoned with, texts are put together."""
        for one, other in ((node.left, node.right), (node.right, node.left)):
            hint, value = self.hint(one), _constant(other)
            if hint is not None and not isinstance(value, str) and not hint.values:
                is_open = isinstance(node.op, ast.Add) and value is None
                hint.may_be(*(() if is_open else _NUMBERS))
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        """What a function is called with; a method tells about what it is called on."""
        name = _name_of(node)
        op = _COMPARED.get(name.partition("_")[2]) if name else None
        if op is not None and len(node.args) == 2:
            self._compared(node.args[0], node.args[1], op)
            self._compared(node.args[1], node.args[0], op)
        if name in _SEQUENCES and node.args:
            self._listed(node.args[0])
            if name in ("sum", "min", "max") and (hint := self.hint(node.args[0])) and hint.items:
                hint.items.may_be(*_NUMBERS)
        elif name in _ARGUMENTS and node.args:
            hint = self.hint(node.args[0])
            if hint is not None:
                hint.may_be(*_ARGUMENTS[name])
        if isinstance(node.func, ast.Attribute):
            self._method(node.func)
            self._moment(node)
        # What is called is no value: nothing that is drawn could stand for it.
        for argument in (*node.args, *(word.value for word in node.keywords)):
            self.visit(argument)

    def _method(self, func: ast.Attribute) -> None:
        hint = self.hint(func.value)
        if hint is None:
            self.visit(func.value)
        elif func.attr in ("get", "items", "keys", "values"):
            hint.part("id")
        elif func.attr == "append":
            hint.each()
        elif func.attr in _TEXT_METHODS and not hint.values:
            hint.may_be("text", "文字")

    def _moment(self, node: ast.Call) -> None:
        """Read what is read as a moment, in the format that is asked for."""
        is_read = isinstance(node.func, ast.Attribute) and node.func.attr == "strptime"
        form = _constant(node.args[1]) if is_read and len(node.args) == 2 else None
        hint = self.hint(node.args[0]) if isinstance(form, str) else None
        if hint is not None and isinstance(form, str):
            hint.may_be(BEGIN.strftime(form))

    def _listed(self, node: ast.AST) -> Hint | None:
        hint = self.hint(node)
        return hint.each() if hint is not None else None

    def visit_For(self, node: ast.For) -> None:
        """The target of a loop is an item of what it walks through."""
        self._walks(node.iter, node.target)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """As a loop."""
        self._walks(node.iter, node.target)
        self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        """Its loops first: what it gives speaks of their items."""
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        """As of a list."""
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        """As of a list."""
        self._comprehension(node)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> None:
        for part in (*node.generators, node.elt):
            self.visit(part)

    def _walks(self, walked: ast.AST, target: ast.AST) -> None:
        items = self._listed(walked)
        if items is not None and isinstance(target, ast.Name):
            self._aliases[target.id] = items

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """A part that is read is there."""
        if self.hint(node) is None:
            self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """As a part."""
        if self.hint(node) is None:
            self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        """A name that is read is there."""
        self.hint(node)


_SEQUENCES: Final = frozenset({"len", "sum", "min", "max", "sorted", "list", "any", "all", "enumerate"})


def _name_of(node: ast.Call) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) else None


def _summed(node: ast.AST) -> ast.AST:
    """Give what a sum is made of, for it must be able to come to what the sum is compared with."""
    if isinstance(node, ast.Call) and _name_of(node) in ("sum", "min", "max") and node.args:
        inner = node.args[0]
        return inner.elt if isinstance(inner, ast.GeneratorExp | ast.ListComp) else node
    return node


def _constant(node: ast.AST) -> Any:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _constant(node.operand)
        return -value if isinstance(value, int | float) else None
    return node.value if isinstance(node, ast.Constant) else None


def _like(value: Any) -> tuple[Any, ...]:
    """Give a value and those beside it."""
    make: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
        bool: lambda flag: (True, False),
        int: lambda number: (number - 1, number, number + 1),
        float: lambda number: (number - 1, number, number + 1),
        str: lambda words: (words, "other") if words else ("", "text"),
    }
    maker = make.get(type(value))
    return maker(value) if maker else ()
