"""Expressions and scripts of other languages, said in ours where they stand; the original is kept."""

from collections.abc import Mapping
from textwrap import dedent
from typing import Final

from designer_export.dialects import python_words
from designer_export.dialects.carrier import Carrier
from designer_export.formulas import Formula, formulas
from expressions.errors import SyntaxProblem
from expressions.names import bound_names
from expressions.translation import Kind, Language, Untranslatable, translate

OURS: Final = "python"

_LANGUAGES: Final[Mapping[str, Language]] = {
    "juel": "juel",
    "feel": "feel",
    "javascript": "javascript",
    "text/javascript": "javascript",
    "ecmascript": "javascript",
    "js": "javascript",
    "groovy": "groovy",
    "http://www.w3.org/1999/xpath": "xpath",
}

_KINDS: Final[Mapping[str, Kind]] = {"script": "script", "condition": "condition"}


def carry(carrier: Carrier) -> None:
    """Translate what is written in a language that we know; what is not stays, and a rule names it."""
    found = formulas(carrier.root.iter("*"), carrier.root.get("expressionLanguage") or "")
    has_clock = not any(map(_sets_clock, found))
    for formula in found:
        language = _language(formula.language.lower())
        if language is not None:
            _translate(carrier, formula, language)
        elif formula.kind == "script" and formula.language == OURS:
            _python(carrier, formula, has_clock)


def _sets_clock(formula: Formula) -> bool:
    """Tell whether a script has a variable of its own that is called as our clock is."""
    if formula.kind != "script" or formula.language != OURS:
        return False
    try:
        return not bound_names(dedent(formula.text)).isdisjoint(python_words.CLOCK_NAMES)
    except SyntaxProblem:
        return False


def _python(carrier: Carrier, formula: Formula, has_clock: bool) -> None:
    text = dedent(formula.text)
    source = python_words.in_our_words(carrier, formula.node, text, has_clock=has_clock)
    if source is not None:
        carrier.rewrite(formula.node, source, formula.text, OURS)


def _language(said: str) -> Language | None:
    """Know a language by its name; FEEL's is an address with the year of its edition in it."""
    if "omg.org/spec/" in said and ("feel" in said or "dmn" in said):
        return "feel"
    return _LANGUAGES.get(said)


def _translate(carrier: Carrier, formula: Formula, language: Language) -> None:
    try:
        source = translate(formula.text, language, kind=_KINDS.get(formula.kind, "expression")).source
    except Untranslatable:
        # It stays as it is, and `expression-syntax` asks for a rewriting.
        return
    carrier.rewrite(formula.node, source, formula.text, language)
