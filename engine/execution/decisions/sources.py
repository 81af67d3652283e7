"""Finished sources: what `evaluate` gets, and the names that go with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.execution.decisions.feel_errors import Refused
from engine.execution.decisions.functions import LONGEST_HELPERS, with_helpers
from engine.execution.decisions.pieces import Piece, together
from engine.execution.decisions.writing import MASKED
from expressions.errors import SyntaxProblem
from expressions.names import names_of
from expressions.syntax import MAX_SOURCE

MAX_BODY: Final = MAX_SOURCE - LONGEST_HELPERS - 10
"""Characters of a source beside its helpers."""


@dataclass(frozen=True, slots=True)
class Source:
    """One expression of our language.

    Attributes
    ----------
    text
        The expression.
    reads
        Names that it must be given, as far as they exist.
    """

    text: str
    reads: frozenset[str]

    def names(self, *places: Mapping[str, Any]) -> dict[str, Any]:
        """What the source reads, each name from the first place that has it."""
        found = {}
        for name in self.reads:
            wanted = name.removeprefix(MASKED)
            place = next((place for place in places if wanted in place), None)
            if place is not None:
                found[name] = place[wanted]
        return found


def source_of(body: str, pieces: Iterable[Piece]) -> Source:
    """Finish a source that is made of some pieces.

    Raises
    ------
    Refused
        If our language would not take it: too long, nested too deeply.
    """
    reads, helpers = together(pieces)
    text = with_helpers(body, helpers)
    try:
        names_of(text)
    except SyntaxProblem as exc:
        raise Refused(exc.text) from exc
    return Source(text, reads)


def list_of(pieces: Sequence[Piece]) -> str:
    """Body of a source that gives the values of all pieces."""
    return f"[{', '.join(piece.source for piece in pieces)}]"


def variables_of(sources: Iterable[Source]) -> frozenset[str]:
    """Names of variables that some sources read; the parts of columns are none."""
    reads = frozenset[str]().union(*(source.reads for source in sources))
    return frozenset(name.removeprefix(MASKED) for name in reads if not name.startswith(COLUMN))


COLUMN: Final = "_dmn_c"
"""Columns are `COLUMN` with their number, and the kind of a part behind it."""
