"""Sentences of what differs beside the drawing, in every language at once."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from designer_export.findings import LANGUAGES

Words = dict[str, str]
"""A text by language."""
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that differs.

    Attributes
    ----------
    about
        ``form``, ``access``, ``layout``, ``step``, ``setting`` or ``file``.
    at
        What it is said of: a field's pointer, an element's id, a setting's or a file's name.
    message
        The sentence, by language.
    """

    about: str
    at: str
    message: Words


def remark(about: str, at: str, code: str, **words: Words | str) -> Remark:
    """Make a remark; `code` picks its sentence, `words` fill it in."""
    texts = book()["says"][code]
    told = {name: both(value) if isinstance(value, str) else value for name, value in words.items()}
    message = {
        lang: texts[lang].format_map({name: _short(value[lang]) for name, value in told.items()})
        for lang in LANGUAGES
    }
    return Remark(about, at, message)


def turn(before: bool, after: bool) -> str:
    """Name what became of something that was there, or is."""
    return "changed" if before and after else "added" if after else "removed"


def named(kind: str, key: str) -> Words:
    """Name something by the book; what it does not know stands for itself."""
    found = book()[kind].get(key)
    return found if isinstance(found, dict) and "en" in found else both(key)


def both(text: str) -> Words:
    """Give a text that is the same in every language."""
    return dict.fromkeys(LANGUAGES, text)


def by_language(tell: Callable[[str], str]) -> Words:
    """Ask for a text in every language."""
    return {lang: tell(lang) for lang in LANGUAGES}


def listed(items: Iterable[Words], quoted: bool = False) -> Words:
    """Put several texts after each other, as people write them."""
    texts = [{lang: f"“{one[lang]}”" if quoted else one[lang] for lang in LANGUAGES} for one in items]
    gaps = {"zh-CN": "" if quoted else "、", "en": ", "}
    return {lang: gaps[lang].join(one[lang] for one in texts) for lang in LANGUAGES}


def said(value: Any) -> Words:
    """Say a value of a setting or a keyword as people read it."""
    if value is None or value == "":
        return both("—")
    if isinstance(value, bool):
        return named("value", str(value).lower())
    if isinstance(value, str):
        return named("value", value)
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if isinstance(value, list):
        return listed(said(one) for one in value)
    return both(str(value))


def _of_mapping(value: Mapping[str, Any]) -> Words:
    if set(value) <= set(LANGUAGES) and value:
        first = str(next(iter(value.values())))
        return {lang: str(value.get(lang, first)) for lang in LANGUAGES}
    for name in ("name", "question"):
        if name in value:
            return said(value[name])
    return listed(both(f"{key} {one}") for key, one in value.items())


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@cache
def book() -> dict[str, dict[str, Any]]:
    """Give the sentences and words."""
    return tomllib.loads((files("designer_export") / "beside" / "words.toml").read_text("utf-8"))
