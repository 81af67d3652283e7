"""Tables as files that spreadsheets open: CSV in UTF-8 with a mark, so that Chinese is read as such."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

MARK: Final = "\ufeff"
"""Without it Excel takes the bytes for its own code page."""
_BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def harmless(words: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: somebody else typed it, another opens it.

    Blanks in front are looked through, as spreadsheets do; a number with its sign stays one.
    """
    begins = words.startswith(_BEGINS_A_FORMULA) or words.lstrip().startswith(_BEGINS_A_FORMULA)
    return f"'{words}" if begins and not _NUMBER.fullmatch(words) else words


def csv_pieces(batches: Iterable[Iterable[Sequence[str]]]) -> Iterator[bytes]:
    """Give the bytes of a table, a piece for each batch of its rows."""
    first = True
    for batch in batches:
        written = StringIO()
        if first:
            written.write(MARK)
        csv.writer(written, lineterminator="\r\n").writerows(
            [harmless(cell) for cell in row] for row in batch
        )
        first = False
        yield written.getvalue().encode()
