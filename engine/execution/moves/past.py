"""What an instance's tokens depend on: causes, ancestors and cones of consequences.

Cones are taken in the *run*, not in the graph. A token has an entry, which depends on what brought
it there, and a completion, which also depends on what happened inside it.
"""

from collections.abc import Iterator

from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.nodes.gone import GONE
from engine.execution.token import Token


class Past:
    """Indexes for one move, built in one pass over the tokens."""

    def __init__(self, instance: Instance) -> None:
        instance.wake()
        self._instance = instance
        self.consumed: dict[int, list[Token]] = {}
        self.brought: dict[int, list[Token]] = {}
        """What the events of a token's step have brought about."""
        self._items: dict[int | None, list[Token]] = {}
        self.gone: list[Token] = []
        """Tokens on what an earlier version had."""
        if GONE in instance.columns.names:
            # They come by a migration, and what has migrated is stored.
            self.gone = [token for token in instance.tokens.values() if token.task_spec.is_gone]
        for token in instance.tokens.values():
            if token.index is not None:
                self._items.setdefault(token._parent, []).append(token)
            if token.into and not token.void:
                self.consumed.setdefault(token.into, []).append(token)
            if token.by and not token.void:
                self.brought.setdefault(token.by, []).append(token)

    def token(self, identifier: int) -> Token:
        """The token with an id."""
        found: Token = self._instance.tokens[identifier]
        return found

    def inside(self, token: Token) -> Level | None:
        """The level that `token` hosts, if it is a sub-process."""
        inner: Level | None = self._instance.subprocesses.get(token.id)
        return inner

    def host(self, token: Token) -> Token | None:
        """The token of the sub-process around `token`."""
        around = token.workflow.parent_task_id
        return None if around is None else self._instance.tokens[around]

    def around(self, token: Token) -> list[Token]:
        """What it stands in: the loop of an item first, then the token around its level."""
        loop = [token.parent] if token.is_item else []
        host = self.host(token)
        return loop if host is None else [*loop, host]

    def causes(self, token: Token, entry_only: bool) -> Iterator[tuple[Token, bool]]:
        """Direct causes of `token` being where it is and, unless `entry_only`, of its completion.

        Yields
        ------
        (cause, entry_only)
            True if only the entry of the cause matters and not its completion: a child of a loop
            depends on its host having been entered.
        """
        parent = token.parent
        if parent is None:
            if (host := self.host(token)) is not None:
                yield host, True
        else:
            yield parent, token.index is not None or parent.parent is None
        if token.index is not None and (before := self._turn_before(token)) is not None:
            yield before, False
        for other in self.consumed.get(token.id, ()):
            yield other, False
        if token.by and not (entry_only and token.task_spec.waits_first):
            thrower = self._instance.tokens[token.by]
            yield thrower, not thrower.counts
        holds = token.id in self._items or token.id in self._instance.subprocesses
        if holds and not entry_only and token.counts:
            for part in self._parts(token):
                # Of what was interrupted inside, only that it had been entered.
                yield part, not part.counts

    def _parts(self, token: Token) -> Iterator[Token]:
        """What happened inside a completed sub-process, multi-instance or loop."""
        inner = self.inside(token)
        if inner is not None:
            # Items are parts of their hosts, which may have been interrupted.
            parts = [part for part in inner.tasks.values() if not part.void and not part.is_item]
            # What ended the level alone had no help from what it cancelled.
            enders = [part for part in parts if part.task_spec.ends_level and part.counts]
            yield from enders or parts
        if token.task_spec.hosts:
            yield from (item for item in self._items.get(token.id, ()) if not item.void)

    def _turn_before(self, item: Token) -> Token | None:
        """The item that had to be completed before this one could start."""
        if not item.parent.task_spec.ordered or not item.index:
            return None
        turns = item.parent.task_spec.items_of(item.parent)
        earlier = [turn for turn in turns if turn.index < item.index]
        return max(earlier, key=_index, default=None)

    def turn_after(self, item: Token) -> Token | None:
        """The item that could start because this one was completed."""
        if not item.parent.task_spec.ordered or item.index is None:
            return None
        turns = item.parent.task_spec.items_of(item.parent)
        return min((turn for turn in turns if turn.index > item.index), key=_index, default=None)

    def ancestors(self, token: Token) -> list[Token]:
        """All tokens on whose completion it depends that `token` is where it is."""
        seen: set[tuple[int, bool]] = set()
        found: list[Token] = []
        todo = [(token, True)]
        while todo:
            current, entry_only = todo.pop()
            for cause, entry in self.causes(current, entry_only):
                if cause.void or (cause.id, entry) in seen or (cause.id, False) in seen:
                    continue
                seen.add((cause.id, entry))
                todo.append((cause, entry))
                if not entry:
                    found.append(cause)
        return found


def _index(item: Token) -> int:
    return item.index or 0
