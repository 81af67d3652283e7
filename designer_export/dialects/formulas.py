"""Expressions and scripts of other languages, said in ours where they stand; the original is kept."""

from collections.abc import Mapping
from textwrap import dedent
from typing import Final

from designer_export.dialects import python_words
from designer_export.dialects.carrier import Carrier
from designer_export.formulas import Formula, formulas
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
    for formula in formulas(carrier.root.iter("*"), carrier.root.get("expressionLanguage") or ""):
        language = _language(formula.language.lower())
        if language is not None:
            _translate(carrier, formula, language)
        elif formula.kind == "script" and formula.language == OURS:
            _python(carrier, formula)


def _python(carrier: Carrier, formula: Formula) -> None:
    source = python_words.in_our_words(carrier, formula.node, dedent(formula.text))
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
