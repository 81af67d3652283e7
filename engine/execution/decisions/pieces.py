"""Translated texts, before they are joined to sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

ANY: Final = "True"
"""Source of a cell that lets everything pass."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A translated text.

    Attributes
    ----------
    source
        An expression that can stand in a list or beside ``and``.
    reads
        Names that it reads from outside.
    helpers
        Helpers that must stand in front of it.
    """

    source: str
    reads: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()


NOTHING: Final = Piece("None")


def together(pieces: Iterable[Piece]) -> tuple[frozenset[str], frozenset[str]]:
    """Names that some pieces read, and their helpers."""
    found = list(pieces)
    reads = frozenset[str]().union(*(piece.reads for piece in found))
    return reads, frozenset[str]().union(*(piece.helpers for piece in found))
