"""Bare words on a flow are labels for people, no conditions."""

import re
from typing import Final

_WORDS: Final = re.compile(r"\s*[^\W\d][\w\s.,:;!?，。？！、；：/()（）-]*\s*")
_VALUES: Final = frozenset({"true", "false"})
_MEANT: Final = re.compile(
    r"[.(/](?=\w)|\b(?:and|or|not|in|empty|div|mod|between|instance|some|every|if|for)\b|\s-\s|\(\)"
)


def is_label(text: str) -> bool:
    """Return whether a text without the marks of its language is words for people: ``ja``, ``通过``."""
    if text.strip() in _VALUES or not _WORDS.fullmatch(text):
        return False
    return _MEANT.search(text) is None
