"""The tokens of an instance as columns: what a snapshot stores, and what stays asleep after a load.

Most of a long instance is history that no step looks at. It stays here, as plain numbers; `Waking`
makes tokens of the living part only, and of all of it when a move needs the past. Neighbours in a
column resemble each other, so columns also compress well. A token's id is its row plus one, because
nothing is ever deleted.
"""

from array import array
from typing import Any

from engine.execution.growing import Growing
from engine.execution.token import LIVE, Token

_CODES = {1 << place: place for place in range(9)}
_LIVE_MARKS = bytes(code < 9 and bool(1 << code & LIVE) for code in range(256))


def _is_looked_for(token: Token) -> bool:
    """Whether a return or a compensation may ask when this token finished."""
    spec = token.task_spec
    return bool(spec.manual or spec.has_level or spec.compensation)


_EXTRAS = ("host", "into", "index", "by", "void", "killed", "failure", "own")
"""The names under which a snapshot stores what few tokens have."""


def _extras_of(token: Token) -> tuple[Any, ...]:
    """Give those values in the order of `_EXTRAS`; None is not stored."""
    return (
        None if token._parent else token.workflow.parent_task_id,
        token.into or None,
        token.index,
        token.by or None,
        1 if token.void else None,
        token.killed,
        token.failure,
        token.internal_data or None,
    )


class Columns:
    """Rows of tokens by number, extras by id, scopes by id.

    Attributes
    ----------
    names
        Node names and flow ids; `specs` and `vias` are positions in it, 0 for none.
    finished
        Number of the trace entry that completed a token, for those that a return or a compensation may ask.
    parents
        Distance back to the parent's row, 0 for the first token of a level.
    """

    def __init__(self) -> None:
        self.names: dict[str | None, int] = {None: 0}
        self.specs, self.parents, self.vias = array("I"), array("I"), array("I")
        self.states = array("B")
        self.extras: dict[str, dict[int, Any]] = {key: {} for key in _EXTRAS}
        self.finished = Growing()
        self.scopes: dict[int, dict[str, Any]] = {}

    def put(self, token: Token) -> None:
        """Bring the row of one token up to date; new tokens come in order of their ids."""
        if token.id > len(self.states):
            self.specs.append(self._number(token.task_spec.name))
            self.parents.append(token.id - token._parent if token._parent else 0)
            self.states.append(0)
            self.vias.append(self._number(token.via))
        self.states[token.id - 1] = _CODES[token._state]
        for found, value in zip(self.extras.values(), _extras_of(token), strict=True):
            if value is not None:
                found[token.id] = value
            elif found:
                found.pop(token.id, None)
        if token.finished and _is_looked_for(token):
            self.finished[token.id] = token.finished
        else:
            self.finished.pop(token.id)

    def _number(self, name: str | None) -> int:
        return self.names.setdefault(name, len(self.names))

    def living(self) -> list[int]:
        """Ids of live tokens and of the items of live loops, in order."""
        # Thousands of rows are done for each that lives: only C looks at every one.
        marks, live, row = self.states.tobytes().translate(_LIVE_MARKS), set[int](), 0
        while row := marks.find(1, row) + 1:
            live.add(row)
        items = {key for key in self.extras["index"] if key - self.parents[key - 1] in live}
        return sorted(live | items)

    def sleeping_level(self, identifier: int) -> int:
        """The token that hosts the level of this one, 0 for the process level."""
        hosts = self.extras["host"]
        if not hosts:
            return 0
        while back := self.parents[identifier - 1]:
            identifier -= back
        host: int = hosts.get(identifier, 0)
        return host
