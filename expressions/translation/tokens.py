"""A text as a row of words, read once from left to right."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final
from unicodedata import normalize

from expressions.translation.dialects import DIALECTS, Dialect
from expressions.translation.refusals import MAX_DIGITS, MAX_WORDS, Refused

_NUMBER: Final = r"0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_ESCAPE: Final = re.compile(
    r"\\(x[0-9a-fA-F]{2}|u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_BRACE: Final = re.compile(r"""[{}]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|["']""", re.DOTALL)
_PART: Final = re.compile(r"\\.|\$\{|\$[^\W\d]\w*(?:\.[^\W\d]\w*)*", re.DOTALL)

#: A text between values, or where a value begins and ends.
Part = str | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes
    ----------
    kind
        ``number``, ``string``, ``template``, ``name``, ``sign`` or ``end``.
    text
        As it is written; names in Python's normal form (NFKC).
    start, end
        Where it stands.
    value
        Of a number or a string; the parts of a template.
    fresh
        Whether it is the first of its line.
    """

    kind: str
    text: str
    start: int
    end: int
    value: Any = None
    fresh: bool = False


def tokens(text: str, dialect: Dialect, start: int, end: int) -> list[Token]:
    """Words of a part of a text, with one of kind ``end`` behind the last; raises `Refused`."""
    pattern = _pattern(dialect.language)
    found: list[Token] = []
    position, fresh = start, False
    while position < end:
        match = pattern.match(text, position, end)
        if match is None or match.lastgroup in (None, "open"):
            raise Refused("syntax", position, text[position : position + 20])
        kind, word = str(match.lastgroup), match.group()
        if kind == "blank":
            fresh = fresh or "\n" in word
            position = match.end()
            continue
        if len(found) == MAX_WORDS:
            raise Refused("length", position, word)
        token = _token(kind, word, text, position, dialect, end)
        found.append(Token(token.kind, token.text, position, token.end, token.value, fresh))
        position, fresh = token.end, False
    return [*found, Token("end", "", end, end, None, True)]


@lru_cache(maxsize=8)
def _pattern(language: str) -> re.Pattern[str]:
    """Return what words look like; what begins and does not end is found too, and at once."""
    dialect = DIALECTS[language]
    comments = r"|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/|(?P<open>/\*)" if dialect.slashes else ""
    signs = "|".join(re.escape(sign) for sign in dialect.signs)
    template = {"javascript": "|(?P<template>`)", "groovy": r'|(?P<template>"""|")'}.get(language, "")
    suffix = r"[lLiIgGdDfF]?" if language == "groovy" else ""
    return re.compile(
        rf"(?P<blank>\s+{comments})|(?P<number>(?:{_NUMBER}){suffix})|(?P<string>{_strings(dialect)}){template}"
        rf"|(?P<name>{dialect.names})|(?P<sign>{signs})",
        re.DOTALL,
    )


def _strings(dialect: Dialect) -> str:
    if not dialect.escapes:
        return r"""\"[^"]*(?:""[^"]*)*\"|'[^']*(?:''[^']*)*'"""
    single = r"'(?:[^'\\]|\\.)*'"
    if dialect.template == '"':
        return r"'''(?:[^'\\]|\\.|'(?!''))*'''|" + single
    return single + r'|"(?:[^"\\]|\\.)*"'


def _token(kind: str, word: str, text: str, at: int, dialect: Dialect, end: int) -> Token:
    stop = at + len(word)
    if kind == "number":
        return Token(kind, word, at, stop, _number(word, at))
    if kind == "string":
        return Token(kind, word, at, stop, _string(word, dialect))
    if kind == "template":
        parts, stop = _template(text, at, word, dialect, end)
        if all(isinstance(part, str) for part in parts):
            return Token("string", text[at:stop], at, stop, "".join(map(str, parts)))
        return Token(kind, text[at:stop], at, stop, parts)
    if kind == "name":
        return Token(kind, normalize("NFKC", word), at, stop)
    return Token(kind, word, at, stop)


def _number(word: str, at: int) -> int | float:
    if len(word) > MAX_DIGITS:
        raise Refused("number", at, word)
    if word[:2] in ("0x", "0X"):
        return int(word.rstrip("lLgG"), 16)
    digits = word.rstrip("lLiIgGdDfF")
    if digits.isdecimal() and word[-1] not in "dDfF":
        return int(digits)
    value = float(digits)
    if value == float("inf"):
        raise Refused("number", at, word)
    return value


def _string(word: str, dialect: Dialect) -> str:
    if not dialect.escapes:
        return word[1:-1].replace(word[0] * 2, word[0])
    quotes = 3 if word[:3] == "'''" and len(word) >= 6 else 1
    return unescape(word[quotes:-quotes], dialect)


def unescape(text: str, dialect: Dialect) -> str:
    """Return what a quotation says; a backslash before a letter without meaning stays in FEEL and JUEL."""

    def said(match: re.Match[str]) -> str:
        what = match.group(1)
        if len(what) > 1 and (dialect.script or (what[0] != "x" and dialect.language == "feel")):
            code = int(what[1:].strip("{}"), 16)
            return chr(code) if code < 0x110000 else match.group(0)
        if what in _ESCAPED and what in dialect.escapes:
            return _ESCAPED[what]
        if what[0] in "\"'\\" or dialect.script:
            return "" if what == "\n" else what
        return match.group(0)

    return _ESCAPE.sub(said, text) if "\\" in text else text


def _template(text: str, at: int, quote: str, dialect: Dialect, end: int) -> tuple[list[Part], int]:
    """Parts of a text with values in it, and where it ends."""
    parts: list[Part] = []
    position = begun = at + len(quote)
    while position < end:
        if text.startswith(quote, position):
            return [*parts, unescape(text[begun:position], dialect)], position + len(quote)
        match = _PART.match(text, position, end)
        if match is None:
            position += 1
            continue
        if match.group()[0] == "\\" or (match.group() != "${" and dialect.language != "groovy"):
            position = match.end()
            continue
        parts.append(unescape(text[begun:position], dialect))
        if match.group() == "${":
            close = closing(text, match.end(), end)
            parts.append((match.end(), close))
            position = close + 1
        else:
            parts.append((position + 1, match.end()))
            position = match.end()
        begun = position
    raise Refused("syntax", at, text[at : at + 20])


def closing(text: str, position: int, end: int) -> int:
    """Place of the brace that ends what began before `position`; quotations are passed over."""
    begun, depth = position, 1
    while match := _BRACE.search(text, position, end):
        if match.group() in "\"'":
            break  # a quotation that does not end
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.start()
        position = match.end()
    raise Refused("syntax", max(begun - 2, 0), text[max(begun - 2, 0) : begun + 20])
