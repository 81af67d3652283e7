"""A FEEL text as a row of words, read once from left to right."""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from engine.execution.decisions.feel_errors import NotFeel, Refused

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)
      | (?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<name>[^\W\d]\w*)
      | (?P<sign>\.\.|\*\*|<=|>=|!=|==|[^\s"'])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r"}
_LONGEST_NUMBER: Final = 100


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes
    ----------
    kind
        ``number``, ``string``, ``name``, ``sign`` or ``end``.
    text
        As it is written, names in Python's normal form (NFKC).
    start, end
        Where it stands in the text.
    """

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Words of a text, with one of kind ``end`` behind the last.

    Every character is looked at a bounded number of times, whatever the text.

    Raises
    ------
    NotFeel
        For a quotation that does not end, and for letters that make no name.
    """
    found = []
    position, length = 0, len(text.rstrip())
    while position < length:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise NotFeel("a quotation does not end")
        word = match.group(match.lastgroup)
        position = match.end()
        shown = _name(word) if match.lastgroup == "name" else word
        found.append(Token(match.lastgroup, shown, position - len(word), position))
    return [*found, Token("end", "", length, length)]


def text_of(token: Token) -> str:
    """What a quotation says, its escapes resolved."""
    return _ESCAPE.sub(_resolve, token.text[1:-1])


def number_of(token: Token) -> int | float:
    """Value of a number.

    Raises
    ------
    Refused
        For a number that is too long or too large.
    """
    if len(token.text) > _LONGEST_NUMBER:
        raise Refused("a number is too long")
    if token.text.isdecimal():
        return int(token.text)
    value = float(token.text)
    if value == float("inf"):
        raise Refused("a number is too large")
    return value


def _name(word: str) -> str:
    found = normalize("NFKC", word)
    if not found.isidentifier():
        raise NotFeel(f"no name: {word}")
    return found


def _resolve(match: re.Match[str]) -> str:
    what = match.group(1)
    if len(what) > 1:
        return chr(int(what[1:], 16))
    return _ESCAPED.get(what, what if what in "\"'\\" else match.group(0))
