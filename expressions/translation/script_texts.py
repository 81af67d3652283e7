"""JavaScript and Groovy as they stand in diagrams: expressions, conditions and scripts."""

import ast

from expressions.translation import python, tree
from expressions.translation.dialects import DIALECTS
from expressions.translation.groovy import GroovyWriter
from expressions.translation.javascript import JavaScriptWriter
from expressions.translation.refusals import Refused
from expressions.translation.script_parser import ScriptParser
from expressions.translation.scripts import ScriptWriter, declared

_WRITERS = {"javascript": JavaScriptWriter, "groovy": GroovyWriter}


def read(text: str, language: str, kind: str, result: str | None = None) -> ast.expr | ast.Module:
    """Translate; raises `Refused`."""
    if kind == "text":
        return python.constant(text)
    statements = ScriptParser(text, DIALECTS[language]).statements()
    writer = _WRITERS[language](declared(statements))
    if kind == "script":
        return ScriptWriter(writer, result).module(statements)
    only = statements[0] if len(statements) == 1 else None
    if not isinstance(only, tree.Do | tree.Return) or only.value is None:
        raise Refused("assignment" if isinstance(only, tree.Assign) else "statement", 0, text)
    return writer.value(only.value)
