"""JUEL as it stands in diagrams: a value in ``${…}`` or ``#{…}``, or a text with such values in it."""

import ast
import re
from typing import Final

from expressions.translation import python, tree
from expressions.translation.dialects import JUEL
from expressions.translation.juel import JuelWriter
from expressions.translation.labels import is_label
from expressions.translation.parser import Parser
from expressions.translation.refusals import Refused
from expressions.translation.tokens import closing
from expressions.translation.variables import access_of

MAX_PARTS: Final = 500
_OPENING: Final = re.compile(r"\\[$#]\{|[$#]\{")


def read(text: str, language: str, kind: str, result: str | None = None) -> ast.expr | ast.Module:
    """Translate; raises `Refused`."""
    parts = _parts(text)
    values = [part for part in parts if not isinstance(part, str)]
    around = "".join(part for part in parts if isinstance(part, str)).strip()
    if kind == "text":
        return _text(text, parts)
    if not values:
        if kind == "condition" and is_label(text):
            raise Refused("label", 0, text.strip())
        values, around = [(0, len(text))], ""
    if len(values) > 1 or around:
        if kind == "expression":
            return _text(text, parts)
        raise Refused("syntax", 0, text)
    node = Parser(text, JUEL, *values[0]).whole()
    return _script(node) if kind == "script" else JuelWriter().value(node)


def _parts(text: str) -> list[str | tuple[int, int]]:
    """Texts, and where the values between them begin and end."""
    found: list[str | tuple[int, int]] = []
    position = 0
    said = ""
    while match := _OPENING.search(text, position):
        if len(found) > MAX_PARTS:
            raise Refused("length", position, text[position:])
        said += text[position : match.start()]
        if match.group()[0] == "\\":
            said += match.group()[1:]
            position = match.end()
            continue
        close = closing(text, match.end(), len(text))
        found.extend([said, (match.end(), close)] if said else [(match.end(), close)])
        said, position = "", close + 1
    said += text[position:]
    return [*found, said] if said else found


def _text(text: str, parts: list[str | tuple[int, int]]) -> ast.expr:
    if all(isinstance(part, str) for part in parts):
        return python.constant("".join(map(str, parts)))
    writer = JuelWriter()
    if len(parts) == 1 and not isinstance(parts[0], str):
        return writer.value(Parser(text, JUEL, *parts[0]).whole())
    made = [
        python.constant(part) if isinstance(part, str) else writer.value(Parser(text, JUEL, *part).whole())
        for part in parts
    ]
    return python.call("juel_text", *made)


def _script(node: tree.Node) -> ast.Module:
    """An expression that sets a variable; any other has no effect that we know."""
    access = access_of(node)
    if access is None or access.act != "set" or access.value is None:
        return ast.Module([ast.Expr(JuelWriter().value(node))], [])
    word = python.variable(access.name.name, access.name.at)
    made = ast.Assign([ast.Name(word, ast.Store())], JuelWriter().value(access.value))
    return ast.Module([made], [])
