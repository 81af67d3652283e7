"""The quick way for what most conditions are: comparisons of data with constants.

Only total operations over given values: names, constants, dots, subscripts, comparisons, ``and or not``,
``a if b else c``. Nothing here can loop, call, allocate more than the source holds, or reach an attribute of
a Python object, so no sandbox is needed; everything else goes to the sandbox. A test holds both ways to the
same answers.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from expressions.errors import ExpressionError
from expressions.syntax import is_expression, parse

#: A compiled condition: takes the names, gives the value.
Plain = Callable[[Mapping[str, Any]], Any]


class NotPlain(Exception):
    """The source or its data needs the sandbox."""


_COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b,
    ast.NotIn: lambda a, b: a not in b,
}
_DATA = (type(None), bool, int, float, str, Decimal, date, datetime, list, tuple, dict)


@lru_cache(maxsize=4096)
def plain(source: str) -> Plain | None:
    """Return the compiled condition, or None where the sandbox is needed.

    The result of calling it may raise `ExpressionError` (``name``, ``type``, ``failed``) or `NotPlain`.
    """
    tree = parse(source)
    if not is_expression(tree):
        return None
    try:
        return _guarded(_compile(tree.body[0].value))  # type: ignore[attr-defined]
    except NotPlain:
        return None


def _guarded(condition: Plain) -> Plain:
    def run(names: Mapping[str, Any]) -> Any:
        try:
            return condition(names)
        except TypeError as exc:
            raise ExpressionError("type", str(exc), 1) from exc
        except (LookupError, ArithmeticError) as exc:
            raise ExpressionError("failed", f"{type(exc).__name__}: {exc}", 1) from exc

    return run


def _compile(node: ast.AST) -> Plain:
    maker = _MAKERS.get(type(node))
    if maker is None:
        raise NotPlain
    return maker(node)


def _constant(node: ast.Constant) -> Plain:
    if type(node.value) not in (str, int, float, bool, type(None)):
        raise NotPlain
    return lambda names: node.value


def _name(node: ast.Name) -> Plain:
    def read(names: Mapping[str, Any]) -> Any:
        try:
            value = names[node.id]
        except KeyError:
            raise NotPlain from None  # perhaps one of the sandbox's own names; else it reports the name
        if type(value) not in _DATA:
            raise NotPlain
        return value

    return read


def _attribute(node: ast.Attribute) -> Plain:
    inner = _compile(node.value)

    def read(names: Mapping[str, Any]) -> Any:
        value = inner(names)
        if value is None:
            return None
        if type(value) is not dict:
            raise NotPlain
        return value.get(node.attr)

    return read


def _subscript(node: ast.Subscript) -> Plain:
    inner, index = _compile(node.value), _compile(node.slice)
    return lambda names: inner(names)[index(names)]


def _compare(node: ast.Compare) -> Plain:
    if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops) and not _against_none(node):
        raise NotPlain
    parts = [_compile(node.left), *map(_compile, node.comparators)]
    operators = [_COMPARE[type(op)] for op in node.ops]

    def run(names: Mapping[str, Any]) -> Any:
        left = parts[0](names)
        for apply, part in zip(operators, parts[1:], strict=True):
            right = part(names)
            result = apply(left, right)
            if not result:
                return result
            left = right
        return result

    return run


def _against_none(node: ast.Compare) -> bool:
    last = node.comparators[-1]
    return len(node.ops) == 1 and isinstance(last, ast.Constant) and last.value is None


def _boolean(node: ast.BoolOp) -> Plain:
    parts = [_compile(value) for value in node.values]
    stop_at = isinstance(node.op, ast.Or)

    def run(names: Mapping[str, Any]) -> Any:
        for part in parts:
            value = part(names)
            if bool(value) is stop_at:
                return value
        return value

    return run


def _unary(node: ast.UnaryOp) -> Plain:
    if not isinstance(node.op, ast.Not):
        raise NotPlain
    inner = _compile(node.operand)
    return lambda names: not inner(names)


def _choice(node: ast.IfExp) -> Plain:
    test, then, other = _compile(node.test), _compile(node.body), _compile(node.orelse)
    return lambda names: then(names) if test(names) else other(names)


def _list(node: ast.List) -> Plain:
    parts = [_compile(item) for item in node.elts]
    return lambda names: [part(names) for part in parts]


def _tuple(node: ast.Tuple) -> Plain:
    # Not a list: the two are never equal, and data only holds lists.
    parts = [_compile(item) for item in node.elts]
    return lambda names: tuple(part(names) for part in parts)


_MAKERS: dict[type[ast.AST], Callable[[Any], Plain]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.List: _list,
    ast.Tuple: _tuple,
}
