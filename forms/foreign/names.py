"""Names and words that come from elsewhere, made fit for our documents."""

import re
from typing import Final

_LONGEST: Final = 80
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_FREE: Final = re.compile(r"[^\w.-]+")


def clean_name(said: object, *, inner: bool = False) -> str:
    """Give the name of a field; the empty string if nothing of it can be one.

    A name of digits would be taken for the number of a row, and ``id`` within an object for the row's own.
    """
    name = _UNSEEN.sub(" ", str(said)).strip()[:_LONGEST].strip() if isinstance(said, str | int) else ""
    if name.isdecimal() or name == "*":
        return f"field_{name}" if name != "*" else ""
    return "id_" if inner and name == "id" else name


def clean_text(said: object, longest: int) -> str:
    """Give words without what cannot be stored or shown; nothing for what is no text."""
    if not isinstance(said, str):
        return ""
    return _UNSEEN.sub(" ", said.replace("\n", "\u2028")).replace("\u2028", "\n").strip()[:longest]


def without_markup(said: object) -> str:
    """Give words without HTML tags; markdown stays as it is."""
    return _TAG.sub("", said).strip() if isinstance(said, str) else ""


def file_word(said: str, *, longest: int = 60) -> str:
    """Make a word for a file or an id of any text: letters of any script, digits, ``_``, ``.`` and ``-``."""
    word = _FREE.sub("-", _UNSEEN.sub("", said)).strip("-.")[:longest].strip("-.")
    return word if not word or word[0].isalpha() or word[0] == "_" else f"_{word}"
