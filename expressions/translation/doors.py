"""Translating: which parser and which writer take a text, and what every translation must hold to."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from expressions.errors import SyntaxProblem, Untranslatable
from expressions.names import names_of
from expressions.syntax import parse
from expressions.translation import feel_texts, juel_texts, python, script_texts, xpath_texts
from expressions.translation.dialects import Language
from expressions.translation.refusals import MAX_TEXT, Refused

Kind = Literal["expression", "condition", "text", "script"]


@dataclass(frozen=True)
class Translated:
    """A source in our language.

    Attributes
    ----------
    source
        Passes `expressions.syntax.parse`; an expression, or for ``script`` a script.
    language
        What it was translated from.
    """

    source: str
    language: str


_DOORS: dict[str, Callable[[str, str, str, str | None], ast.expr | ast.Module]] = {
    "juel": juel_texts.read,
    "feel": feel_texts.read,
    "javascript": script_texts.read,
    "groovy": script_texts.read,
    "xpath": xpath_texts.read,
}


@lru_cache(maxsize=2048)
def translate(
    text: str, language: Language, *, kind: Kind = "expression", result: str | None = None
) -> Translated:
    """Translate an expression, condition, text or script of another tool.

    Parameters
    ----------
    text
        As it stands in the diagram: JUEL with its ``${…}``, FEEL with or without its ``=``.
    language
        What it is written in.
    kind
        ``expression`` gives a value. ``condition`` gives what counts as true or false; bare words without
        the marks of their language are labels. ``text`` is a text with values in it, ``Hello ${name}``; a
        value alone stays what it is, and FEEL without ``=`` is a text. ``script`` sets variables.
    result
        The variable that takes the value of a script, which is what it returns or its last expression.

    Raises
    ------
    Untranslatable
    """
    return Translated(_written(text, lambda: _DOORS[language](text, language, kind, result)), language)


@lru_cache(maxsize=2048)
def translate_unary(text: str, language: Language = "feel", input: str = "input") -> Translated:
    """Translate the tests of a cell of a decision table to a condition on `input`, a source of our language.

    Raises
    ------
    Untranslatable
        ``syntax`` also for a language without such tests.
    SyntaxProblem
        If `input` is not our language.
    """
    subject = parse(input).body[0]
    if not isinstance(subject, ast.Expr) or language != "feel":
        raise Untranslatable("syntax", 1, 1, text[:200])
    return Translated(_written(text, lambda: feel_texts.unary(text, subject.value)), language)


def _written(text: str, read: Callable[[], ast.expr | ast.Module]) -> str:
    if len(text) > MAX_TEXT:
        raise Untranslatable("length", 1, 1, text[:40])
    try:
        source = python.source_of(read())
        names_of(source)
    except Refused as refused:
        raise refused.told(text) from None
    except RecursionError:
        raise Untranslatable("depth", 1, 1, text[:40]) from None
    except SyntaxProblem as problem:
        raise Untranslatable("length" if len(text) > 5000 else "depth", 1, 1, text[:40]) from problem
    return source
