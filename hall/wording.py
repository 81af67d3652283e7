"""Words for searching: how a text and a query are made comparable, in Chinese, pinyin and English."""

import re
import unicodedata
from itertools import islice, product

from pypinyin import Style, lazy_pinyin, pinyin

MAX_READINGS = 12
"""Readings kept of one title: characters with several sounds (重, 行, 乐) multiply."""

MAX_TERMS = 6
_CJK = r"\u3400-\u9fff\U00020000-\U0003ffff"
_CJK_RUN = re.compile(f"[{_CJK}]+")
_TERM = re.compile(rf"[{_CJK}]+|[^\s{_CJK}]+")
_LIKE_SPECIAL = re.compile(r"([\\%_])")


def normalise(text: str) -> str:
    """Fold width, case and blanks: what a reader would call the same word compares equal."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def searchable(text: str) -> str:
    """Return `text` normalised, followed by its full pinyin and its initials.

    Words of the phrase dictionary are read as phrases (重修 is chong-xiu); where it knows none, the other
    sounds of a character follow (调课: diao-ke, tiao-ke), so that either reader finds it.
    """
    words = [normalise(text)]
    for run in _CJK_RUN.findall(words[0]):
        words += _readings(run)
    return " ".join(dict.fromkeys(words))


def sort_key(text: str) -> str:
    """Return the key that sorts Chinese titles by sound (the database has no Chinese collation)."""
    return " ".join(part.strip() for part in lazy_pinyin(normalise(text), style=Style.TONE3))


def patterns(query: str) -> tuple[str, ...]:
    r"""Turn a query into LIKE patterns (escape character ``\``), one a word; empty for a blank query.

    Chinese and Latin letters are parted, so that 邮箱js finds 邮箱解锁. Words beyond the sixth are ignored.
    """
    return tuple(f"%{escape_like(term)}%" for term in _TERM.findall(normalise(query))[:MAX_TERMS])


def escape_like(term: str) -> str:
    r"""Take the special meaning from ``%``, ``_`` and ``\`` in a LIKE pattern."""
    return _LIKE_SPECIAL.sub(r"\\\1", term)


def _readings(run: str) -> list[str]:
    phrase = lazy_pinyin(run)
    every = pinyin(run, style=Style.NORMAL, heteronym=True)
    combinations = islice(product(*every), MAX_READINGS) if len(every) == len(phrase) else iter(())
    words = []
    for syllables in (tuple(phrase), *combinations):
        words += ["".join(syllables), "".join(syllable[0] for syllable in syllables)]
    return words
