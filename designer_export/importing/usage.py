"""Of which kind a value must be, told by what expressions do with it.

Kinds are boolean, number, moment, span, string, ``=x`` (the text x), any (nothing tells), and none: no field
of a form could be that.
"""

import ast
from collections.abc import Mapping
from typing import Any, Final

from designer_export.formulas import Formula
from designer_export.namespaces import local
from expressions.errors import SyntaxProblem
from expressions.syntax import parse

Members = dict[str, dict[str, set[str]]]

_TIMES: Final = {"timeDate": "moment", "timeDuration": "span", "timeCycle": "span"}
_ORDERED: Final = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_LANGUAGES: Final = frozenset({"juel", "feel", "js", "groovy", "xpath"})
_ORDERS: Final = frozenset({"less", "less_or_equal", "greater", "greater_or_equal"})
_EQUALS: Final = frozenset({"equal", "unequal", "alike", "same"})
_SUMS: Final = frozenset({"add", "subtract", "multiply", "divide", "modulo", "power", "negative", "number"})
_TRUTHS: Final = frozenset({"true", "not", "and", "or"})
_LISTS: Final = frozenset(
    {"each", "filter", "sort", "distinct", "count", "sum", "extreme", "join", "listed", "nodes"}
)
_GET: Final = "get"


def look(formula: Formula, wanted: set[str], kinds: dict[str, set[str]], members: Members) -> None:
    """Note of which kind each wanted name of an expression is, or each of its members."""
    try:
        tree = parse(formula.translated)
    except SyntaxProblem:
        return
    parents: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id not in wanted:
            continue
        part, member = _member(node, parents)
        kind = _use(part, parents, formula)
        if member is None:
            kinds[node.id].add(kind)
        elif kind == "none" or not member.isidentifier() or member == "id":
            kinds[node.id].add("none")
        else:
            members[node.id][member].add(kind)


def _member(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> tuple[ast.AST, str | None]:
    """Give what is read of a name: the name itself, or one member of it."""
    around = parents.get(node)
    if isinstance(around, ast.Attribute):
        return around, around.attr
    key: ast.AST | None = None
    if isinstance(around, ast.Subscript) and around.value is node:
        key = around.slice
    elif isinstance(around, ast.Call) and _helper(around) == _GET and around.args[0] is node:
        key = around.args[-1]
    else:
        return node, None
    return around, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _use(node: ast.AST, parents: Mapping[ast.AST, ast.AST], formula: Formula) -> str:
    around = parents.get(node)
    if isinstance(around, ast.Attribute | ast.Subscript | ast.For | ast.comprehension | ast.Starred):
        return "none"
    if isinstance(around, ast.Call):
        return _given(node, around)
    if isinstance(around, ast.Compare):
        return _compared(node, around)
    if isinstance(around, ast.BoolOp) or (isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)):
        return "boolean"
    if isinstance(around, ast.BinOp):
        return _beside(around.right if around.left is node else around.left) or "number"
    if isinstance(around, ast.UnaryOp):
        return "number"
    if not isinstance(around, ast.Expr | ast.Module | ast.Expression):
        return "any"
    kind = "boolean" if formula.kind in ("condition", "completion", "event") else "any"
    return _TIMES.get(local(formula.node), kind)


def _given(node: ast.AST, call: ast.Call) -> str:
    """A value that a function is given; those that stand for operators of other languages tell the kind."""
    if call.func is node:
        return "none"
    helper = _helper(call)
    others = [argument for argument in call.args if argument is not node]
    told = next((kind for other in others if (kind := _beside(other))), "")
    if helper in _TRUTHS:
        return "boolean"
    if helper in _EQUALS:
        return told or "any"
    if helper in _ORDERS | _SUMS:
        return told or "number"
    return "none" if helper in _LISTS or "list" in helper else "any"


def _helper(call: ast.Call) -> str:
    """Give what a helper of another language does: ``less`` for ``juel_less``; empty for other functions."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    language, _, rest = name.partition("_")
    return rest if language in _LANGUAGES and call.args else ""


def _compared(node: ast.AST, around: ast.Compare) -> str:
    if any(isinstance(op, ast.In | ast.NotIn) for op in around.ops) and around.left is not node:
        return "none"
    sides = [side for side in (around.left, *around.comparators) if side is not node]
    told = next((kind for side in sides if (kind := _beside(side))), "")
    return told or ("number" if any(isinstance(op, _ORDERED) for op in around.ops) else "any")


def _beside(side: ast.AST) -> str:
    """Tell the kind of a literal on the other side; the empty string for anything else."""
    if isinstance(side, ast.UnaryOp):
        side = side.operand
    return _kind_of(side.value) if isinstance(side, ast.Constant) and side.value is not None else ""


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return f"={value}" if value else "any"
    return "number" if isinstance(value, int | float) else "any"
