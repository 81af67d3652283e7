"""Variable scopes: reads walk up, writes go to the nearest scope that declares the name.

Undeclared names are written to the root of the chain, so branches share one document
(BPMN 2.0.2, 10.4.7; `docs/decisions` on scopes). Every write goes through the journal, which is
also what takes the writes of a failed step back.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from engine.execution.reports import Change
from engine.execution.values import plain

ROOT = 0


class Scope:
    """Variables of the instance (id 0), of a sub-process or of one multi-instance item."""

    __slots__ = ("id", "names", "parent")

    def __init__(self, id: int, parent: "Scope | None" = None, names: dict[str, Any] | None = None) -> None:
        self.id = id
        self.parent = parent
        self.names: dict[str, Any] = names if names is not None else {}

    def chain(self) -> Iterator["Scope"]:
        """The scope itself and those around it, nearest first."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    @property
    def root(self) -> "Scope":
        """The outermost of them: that of the instance, or of what was called."""
        return list(self.chain())[-1]

    def owner(self, name: str) -> "Scope":
        """The nearest scope that declares `name`, else the root of the chain."""
        last = self
        for scope in self.chain():
            if name in scope.names:
                return scope
            last = scope
        return last


@dataclass(slots=True)
class _Write:
    scope: Scope
    name: str
    existed: bool
    old: Any
    new: Any
    element: str | None


class Journal:
    """Every write since it was last taken; writes can be rolled back to a mark."""

    def __init__(self) -> None:
        self._writes: list[_Write] = []
        self.touched: set[str] = set()
        self.element: str | None = None
        """The element whose step is running; None between steps."""

    def write(self, scope: Scope, name: str, value: Any) -> None:
        """Store an already plain `value` under `name` in exactly this scope."""
        existed = name in scope.names
        old = scope.names.get(name)
        self._writes.append(_Write(scope, name, existed, old, value, self.element))
        scope.names[name] = value
        self.touched.add(name)

    def take_touched(self) -> set[str]:
        """The names written since the last call."""
        touched, self.touched = self.touched, set()
        return touched

    def mark(self) -> int:
        """Where the journal stands now."""
        return len(self._writes)

    def rollback(self, mark: int) -> None:
        """Undo the writes after `mark`, newest first."""
        while len(self._writes) > mark:
            write = self._writes.pop()
            if write.existed:
                write.scope.names[write.name] = write.old
            else:
                write.scope.names.pop(write.name, None)

    def take(self) -> list[Change]:
        """The changes since the last call, oldest first; writes that changed nothing are left out."""
        writes, self._writes = self._writes, []
        return [
            Change(write.scope.id, write.name, write.old, write.new, write.element)
            for write in writes
            if not _same(write.old, write.new)
        ]


def _same(old: Any, new: Any) -> bool:
    """JSON equality: unlike Python's, True is not 1."""
    if old is new:
        return True
    if type(old) is not type(new):
        return False
    if type(old) is dict:
        return old.keys() == new.keys() and all(_same(old[key], new[key]) for key in old)
    if type(old) is list:
        return len(old) == len(new) and all(map(_same, old, new))
    return bool(old == new)


class View(MutableMapping[str, Any]):
    """What SpiffWorkflow sees as ``task.data``: the scope chain of one token.

    Reading gives copies and writing stores copies, so that no two names share a list or dict.
    """

    __slots__ = ("_journal", "_scope")

    def __init__(self, scope: Scope, journal: Journal) -> None:
        self._scope = scope
        self._journal = journal

    def __getitem__(self, name: str) -> Any:
        for scope in self._scope.chain():
            if name in scope.names:
                return plain(scope.names[name])
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in scope.names for scope in self._scope.chain())

    def __setitem__(self, name: str, value: Any) -> None:
        self._journal.write(self._scope.owner(name), name, plain(value))

    def __delitem__(self, name: str) -> None:
        raise TypeError("variables are never deleted; write None")

    def __iter__(self) -> Iterator[str]:
        seen: set[str] = set()
        for scope in self._scope.chain():
            yield from scope.names.keys() - seen
            seen |= scope.names.keys()

    def __len__(self) -> int:
        return len(set().union(*(scope.names for scope in self._scope.chain())))

    def extend(self, name: str, entries: Mapping[str, Any]) -> None:
        """Write `name` with further entries; what is no mapping begins as one.

        The entries that were there are not copied: nobody changes a stored value in its place.
        """
        owner = self._scope.owner(name)
        known = owner.names.get(name)
        self._journal.write(owner, name, {**(known if type(known) is dict else {}), **plain(dict(entries))})

    def pick(self, names: Iterable[str]) -> dict[str, Any]:
        """Copies of those of `names` that exist here."""
        found: dict[str, Any] = {}
        for name in names:
            for scope in self._scope.chain():
                if name in scope.names:
                    found[name] = plain(scope.names[name])
                    break
        return found

    def flat(self) -> dict[str, Any]:
        """Everything visible here, as a copy."""
        merged: dict[str, Any] = {}
        for scope in reversed(list(self._scope.chain())):
            merged.update(scope.names)
        return {name: plain(value) for name, value in merged.items()}

    def apply(self, values: Mapping[str, Any]) -> None:
        """Write several names."""
        for name, value in values.items():
            self[name] = value
