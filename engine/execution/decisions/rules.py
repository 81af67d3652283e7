"""Rules of a table to rows, and rows to sources of bounded length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.execution.decisions.pieces import ANY, Piece
from engine.execution.decisions.sources import MAX_BODY, Source, source_of


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as a part of a source: its outputs if it matches, else a false value."""

    body: str
    pieces: tuple[Piece, ...]


def row(number: int, cells: Sequence[Piece], outputs: Sequence[Piece], *, first: bool) -> Row:
    """Write a rule; for the hit policy FIRST rows are made for a chain of ``or``."""
    result = f"[{number}, [{', '.join(output.source for output in outputs)}]]"
    condition = " and ".join(cell.source for cell in cells if cell.source != ANY)
    if not condition:
        body = result
    elif first:
        body = f"({condition} and {result})"
    else:
        body = f"({result} if {condition} else None)"
    return Row(body, (*cells, *outputs))


def chunks(rows: Iterable[Row], *, first: bool) -> Iterator[Source]:
    """Finish the sources of a table, as few as their length allows; raises `Refused`."""
    for group in _groups(rows):
        pieces = [piece for row in group for piece in row.pieces]
        bodies = [row.body for row in group]
        yield source_of(" or ".join(bodies) if first else f"[{', '.join(bodies)}]", pieces)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    length = 0
    for row in rows:
        if group and length + len(row.body) + 4 > MAX_BODY:
            yield group
            group, length = [], 0
        group.append(row)
        length += len(row.body) + 4
    if group:
        yield group
