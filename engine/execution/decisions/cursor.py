"""A place in the words of one text, and the budget that keeps its tree small."""

from typing import Final

from engine.execution.decisions.feel_errors import NotFeel, Refused
from engine.execution.decisions.tokens import Token, tokens

MAX_WEIGHT: Final = 100
"""Operations, calls and brackets of one text; the tree is never much deeper than that."""
MAX_NESTING: Final = 40
"""Expressions within expressions of one text, so that reading it stays far from the interpreter's limit."""


class Cursor:
    """Walks along the words of a text."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._weight = 0
        self._nesting = 0

    @property
    def token(self) -> Token:
        """The word that comes next."""
        return self._tokens[self._at]

    def ahead(self, distance: int) -> Token:
        """The word so many places further on; behind the end, the end."""
        return self._tokens[min(self._at + distance, len(self._tokens) - 1)]

    def next(self) -> Token:
        """Take a word."""
        token = self.token
        if token.kind != "end":
            self._at += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether one of these words or signs comes next; a quotation is none of them."""
        return self.token.kind in ("sign", "name") and self.token.text in texts

    def take(self, text: str) -> bool:
        """Take a word or sign if it comes next."""
        found = self.at(text)
        self._at += found
        return found

    def expect(self, *texts: str) -> Token:
        """Take one of these words or signs; raises `NotFeel` where another stands."""
        if not self.at(*texts):
            raise NotFeel(f"expected {' or '.join(texts)} before {self.token.text or 'the end'!r}")
        return self.next()

    def end(self) -> None:
        """Raise `NotFeel` if there are more words."""
        if self.token.kind != "end":
            raise NotFeel(f"unexpected {self.token.text!r}")

    def enter(self) -> None:
        """Begin an expression; raises `Refused` beyond `MAX_NESTING`."""
        self._nesting += 1
        if self._nesting > MAX_NESTING:
            raise Refused(f"more than {MAX_NESTING} expressions within each other")

    def leave(self) -> None:
        """End an expression."""
        self._nesting -= 1

    def weigh(self) -> None:
        """Count one operation, call or bracket; raises `Refused` beyond `MAX_WEIGHT`."""
        self._weight += 1
        if self._weight > MAX_WEIGHT:
            raise Refused(f"more than {MAX_WEIGHT} operations and brackets")
