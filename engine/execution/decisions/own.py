"""Texts that are expressions of our own language already."""

import ast
from collections.abc import Sequence
from typing import Final

from engine.execution.decisions.conditions import Subject
from engine.execution.decisions.feel_errors import NotFeel, Refused
from engine.execution.decisions.functions import PREFIX
from engine.execution.decisions.pieces import Piece
from engine.execution.decisions.tokens import tokens
from engine.execution.decisions.writing import Writer
from expressions.errors import SyntaxProblem
from expressions.names import names_of
from expressions.syntax import is_expression, parse

_NO_VALUE: Final = (ast.Yield, ast.YieldFrom, ast.Await, ast.NamedExpr)


def own_expression(text: str, *, strict: bool = False) -> Piece:
    """Take an expression, on one line and without comments.

    Parameters
    ----------
    text
        The expression.
    strict
        Whether it is said to be our language. If not, what FEEL would read otherwise is refused.

    Raises
    ------
    NotTaken
    """
    source = text.strip()
    tree = _tree(source, strict=strict)
    reads = names_of(source)
    if any(name.startswith(PREFIX) for name in reads):
        raise Refused(f"names may not begin with {PREFIX}")
    return Piece(f"({_on_one_line(tree)})", reads)


def own_cell(text: str, column: Subject, *, strict: bool = False) -> Piece:
    """Take the tests of a cell: expressions with commas between them, `strict` as in `own_expression`.

    One that mentions ``?`` must be true, another must be or hold the value of the column.

    Raises
    ------
    NotTaken
    """
    value = _tree(_filled(text, column.name).strip(), strict=strict)
    parts = value.elts if isinstance(value, ast.Tuple) else [value]
    return _tests([_on_one_line(part) for part in parts], column)


def _tree(text: str, *, strict: bool) -> ast.expr:
    try:
        tree = parse(text)
        names_of(text)
    except SyntaxProblem as exc:
        raise NotFeel(str(exc)) from exc
    if not is_expression(tree) or any(isinstance(node, _NO_VALUE) for node in ast.walk(tree)):
        raise NotFeel("not an expression")
    if not strict:
        _refuse_ambiguous(tree)
    value: ast.expr = tree.body[0].value  # type: ignore[attr-defined]
    return value


def _refuse_ambiguous(tree: ast.AST) -> None:
    """Contexts and filters of FEEL look like dicts and subscripts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict) and any(isinstance(key, ast.Name) for key in node.keys):
            raise Refused("contexts of FEEL are not run")
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Compare | ast.BoolOp):
            raise Refused("filters of FEEL are not run")


def _on_one_line(tree: ast.expr) -> str:
    if isinstance(tree, ast.Starred):
        raise NotFeel("not an expression")
    try:
        return ast.unparse(tree)
    except (RecursionError, ValueError) as exc:
        raise Refused("nested too deeply") from exc


def _tests(sources: Sequence[str], column: Subject) -> Piece:
    writer = Writer(column)
    conditions = []
    for source in sources:
        reads = names_of(source)
        writer.reads |= reads
        if column.name in reads:
            conditions.append(f"(({source}) is True)")
        else:
            conditions.append(writer.call("fits", column.read(writer), f"({source})"))
    if not conditions:
        raise NotFeel("no tests")
    return Piece(f"({' or '.join(conditions)})", frozenset(writer.reads), frozenset(writer.helpers))


def _filled(text: str, name: str) -> str:
    """The text with a name for every ``?`` that stands outside of quotations."""
    parts = []
    done = 0
    for token in tokens(text):
        if token.kind == "sign" and token.text == "?":
            parts += [text[done : token.start], name]
            done = token.end
        elif token.kind == "name" and token.text.startswith(PREFIX):
            raise Refused(f"names may not begin with {PREFIX}")
    return "".join([*parts, text[done:]])
