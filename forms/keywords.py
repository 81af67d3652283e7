"""Our own keywords in a schema, each with the kind of value that it takes."""

from collections.abc import Callable, Mapping
from typing import Any

from forms.errors import FormProblem


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_words(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(part, str) for pair in value.items() for part in pair)
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


KEYWORDS: Mapping[str, Callable[[Any], bool]] = {
    "x-control": _is_text,
    "x-auto": _is_text,
    "x-preset": _is_text,
    "x-placeholder": _is_words,
    "x-title": _is_words,
    "x-description": _is_words,
    "x-secret": lambda value: isinstance(value, bool),
    "x-accept": _is_texts,
    "x-max-bytes": lambda value: isinstance(value, int) and not isinstance(value, bool) and value > 0,
}


def check_keywords(pointer: str, schema: Mapping[str, Any]) -> None:
    """Refuse a keyword of ours whose value is of another kind, at the form itself or at one field.

    Raises
    ------
    FormProblem
        ``keyword``, with ``pointer`` and ``keyword``.
    """
    for keyword, fits in KEYWORDS.items():
        if keyword in schema and not fits(schema[keyword]):
            raise FormProblem("keyword", pointer=pointer or "/", keyword=keyword)
