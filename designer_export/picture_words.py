"""Words broken into lines, as wide as they will roughly be drawn."""

from typing import Final

_WIDE: Final = 12.0
_NARROW: Final = 6.4


def lines(text: str, width: float, most: int) -> list[str]:
    """Break a text into lines that fit a width; what is more than `most` lines ends in an ellipsis."""
    found: list[str] = []
    line, used = "", 0.0
    for piece in _pieces(text):
        size = _size(piece)
        if line and used + size > width:
            found.append(line.rstrip())
            line, used = piece.lstrip(), _size(piece.lstrip())
        else:
            line, used = line + piece, used + size
    if line.strip():
        found.append(line.rstrip())
    if len(found) > most:
        found = [*found[: most - 1], f"{found[most - 1][:-1]}…"]
    return found


def _pieces(text: str) -> list[str]:
    """Give what a line is not broken within: a word, or a single Chinese character."""
    found: list[str] = []
    for letter in text:
        joins = found and _is_narrow(letter) and _is_narrow(found[-1][-1]) and not found[-1].endswith(" ")
        if joins and len(found[-1]) < 40:
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _is_narrow(letter: str) -> bool:
    return letter < "\u1100"


def _size(text: str) -> float:
    return sum(_NARROW if _is_narrow(letter) else _WIDE for letter in text)
