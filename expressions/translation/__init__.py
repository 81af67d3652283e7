"""Expressions of other tools, translated into our language once, at import.

One reader and one parser with flags for each language give one kind of tree; a writer for each language says
what it means. Where a plain operator of ours would mean something else, a function of `expressions.library`
stands instead, which the sandbox knows. What each construct becomes stands in ``docs/expressions.md``.
"""

from expressions.errors import Untranslatable
from expressions.translation.dialects import Language
from expressions.translation.doors import Kind, Translated, translate, translate_unary

__all__ = ["Kind", "Language", "Translated", "Untranslatable", "translate", "translate_unary"]
