"""Undoing one completion and everything that depends on it; nothing is deleted.

The result is always a marking that could have been reached without that completion, so no join
starves and none fires twice.
"""

from engine.execution.instance import Instance
from engine.execution.moves.past import Past
from engine.execution.token import STARTED, WAITING, Token


class Cone:
    """The consequences of one completion.

    Attributes
    ----------
    entered
        Tokens whose entry depends on it: they are void.
    reopened
        Tokens of which only the completion depends on it: they are open again.
    joins
        Survivors of joins whose firing depends on it.
    waited
        Survivors of complex gateways that had gone on without a token that depends on it.
    """

    def __init__(self, past: Past, start: Token) -> None:
        self._past = past
        self.start = start
        self.entered: dict[int, Token] = {}
        self.reopened: dict[int, Token] = {}
        self.joins: dict[int, Token] = {}
        self.waited: dict[int, Token] = {}
        self._todo = [start]
        self._done: set[int] = set()
        self._spread()

    def undone(self, token: Token) -> bool:
        """Whether `token` itself is undone, as the start or as a consequence."""
        return token is self.start or token.id in self.entered

    def _spread(self) -> None:
        while self._todo:
            token = self._todo.pop()
            if token.id not in self._done:
                self._done.add(token.id)
                self._firing(token)
                self._followers(token)
                self._surrounding(token)

    def _enter(self, token: Token) -> None:
        if token.id in self.entered or token.void or token is self.start:
            return
        self.entered[token.id] = token
        if self.reopened.pop(token.id, None) is not None:
            # More follows from it now.
            self._done.discard(token.id)
        self._todo.append(token)
        inner = self._past.inside(token)
        if inner is not None:
            for part in inner.tasks.values():
                self._enter(part)

    def _firing(self, token: Token) -> None:
        survivor = token.workflow.tasks.get(token.into) if token.into else None
        if survivor is not None and token.came_late:
            self.waited[survivor.id] = survivor
        elif survivor is not None and not survivor.void and survivor.id not in self.joins:
            self.joins[survivor.id] = survivor
            self._todo.append(survivor)
        if token.id in self.entered and token.id in self._past.consumed:
            self.joins[token.id] = token

    def _followers(self, token: Token) -> None:
        for child in token.children:
            if not (child.is_item and token.id in self.reopened):
                self._enter(child)
        for other in self._past.brought.get(token.id, ()):
            if other.task_spec.catches:
                # It had waited there before, and waits again.
                self._reopen(other)
            else:
                self._enter(other)
        if token.is_item and (turn := self._past.turn_after(token)) is not None:
            self._enter(turn)

    def _surrounding(self, token: Token) -> None:
        around = [self._past.host(token), token.parent if token.is_item else None]
        for whole in around:
            if whole is not None:
                self._reopen(whole)

    def _reopen(self, token: Token) -> None:
        if token.counts and not self.undone(token) and token.id not in self.reopened:
            self.reopened[token.id] = token
            self._todo.append(token)


def undo(instance: Instance, past: Past, cone: Cone) -> tuple[list[int], list[int]]:
    """Apply a cone: void, reopen, revive, give back to joins.

    Returns
    -------
    cancelled, voided
        Ids of the tokens that were open, and of all that no longer count, `cone.start` among them.
    """
    cancelled = [token.id for token in cone.entered.values() if token.live]
    hosts = _touched_hosts(cone)
    for token in cone.entered.values():
        token.cancel()
        _void(instance, token)
    _void(instance, cone.start)
    for token in cone.reopened.values():
        if token.task_spec.catches:
            token.by = token.finished = 0
            token._set_state(WAITING)
            continue
        token._set_state(STARTED)
        inner = past.inside(token)
        if inner is not None:
            inner.completed = False
    _revive(instance, cone)
    for survivor in cone.joins.values():
        _give_back(past, cone, survivor)
        survivor.task_spec.start_over(survivor.workflow)
    for survivor in cone.waited.values():
        _wait_for_late(past, cone, survivor)
    for host in hosts.values():
        host.task_spec.recount(host)
    return cancelled, [*cone.entered, cone.start.id]


def _void(instance: Instance, token: Token) -> None:
    token.void = True
    instance.note("void", token)


def _touched_hosts(cone: Cone) -> dict[int, Token]:
    """Loops that stay and of which an item is undone or reopened."""
    touched = (cone.start, *cone.entered.values(), *cone.reopened.values())
    hosts = (token.parent for token in touched if token.is_item)
    return {host.id: host for host in hosts if host.id not in cone.entered}


def _revive(instance: Instance, cone: Cone) -> None:
    """Bring back what an undone terminate event or a reopened multi-instance had cancelled."""
    for token in instance.tokens.values():
        if token.killed is None or token.void:
            continue
        killer, before = token.killed
        if killer in cone.entered or killer == cone.start.id or _killed_at_its_end(cone, killer):
            token.killed = None
            token._set_state(before)
            inner = instance.subprocesses.get(token.id)
            if inner is not None:
                # What is inside it comes back after it; a level that stays empty ends when it settles.
                inner.reopen()


def _killed_at_its_end(cone: Cone, killer: int) -> bool:
    """Whether it is open again and had cancelled others by completing, not by beginning."""
    return killer in cone.reopened and not cone.reopened[killer].task_spec.usurps


def _give_back(past: Past, cone: Cone, survivor: Token) -> None:
    """Put the tokens that a join had merged back before it, unless they are undone themselves."""
    for token in (survivor, *past.consumed.get(survivor.id, ())):
        if not cone.undone(token):
            token.into = 0
            token.finished = 0
            token._set_state(WAITING)


def _wait_for_late(past: Past, cone: Cone, survivor: Token) -> None:
    """What a complex gateway had taken in after it fired is still to come."""
    if not survivor.void and survivor.id not in cone.joins:
        parts = (survivor, *past.consumed.get(survivor.id, ()))
        survivor.task_spec.await_late(survivor, [part.via for part in parts if not cone.undone(part)])
