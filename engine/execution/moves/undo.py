"""Undoing one completion and everything that depends on it; nothing is deleted.

The result is always a marking that could have been reached without that completion, so no join
starves and none fires twice.
"""

from engine.execution.instance import Instance
from engine.execution.moves.past import Past
from engine.execution.nodes.signing import asked_because_of
from engine.execution.token import CANCELLED, ENDED, STARTED, WAITING, Token


class Cone:
    """The consequences of one completion; with `ended`, the end of the instance by force is undone too.

    Attributes
    ----------
    entered
        Tokens whose entry depends on it: they are void.
    reopened
        Tokens of which only the completion depends on it: they are open again.
    joins
        Tokens that waited, at a join or for an event, and went on because of it: they wait again.
    """

    def __init__(self, past: Past, start: Token, *, ended: bool = False) -> None:
        self._past = past
        self._ended = {ENDED} if ended else set()
        self.start = start
        self.entered: dict[int, Token] = {}
        self.reopened: dict[int, Token] = {}
        self.joins: dict[int, Token] = {}
        self._todo = [start]
        self._spread()

    def undone(self, token: Token) -> bool:
        """Whether `token` itself is undone, as the start or as a consequence."""
        return token is self.start or token.id in self.entered

    def _spread(self) -> None:
        done: set[int] = set()
        while self._todo:
            token = self._todo.pop()
            if token.id not in done:
                done.add(token.id)
                self._firing(token)
                self._followers(token)
                self._surrounding(token)
        # One path may have led into what another led around.
        for identifier in self.reopened.keys() & self.entered.keys():
            del self.reopened[identifier]
        # A handler that took its level over did so as it began: reopened, it still has.
        reopened = {token.id for token in self.reopened.values() if not token.task_spec.listens}
        completed = {self.start.id, *self.joins, *reopened}
        # What a jump took away went because of an entry: that stands if only a completion is undone.
        completed -= {identifier for identifier in completed if came_by_jump(self._past.token(identifier))}
        self._undone = {*completed, *self.entered, *self._ended}

    def revives(self, token: Token) -> bool:
        """Whether what had cancelled `token` is undone."""
        if token.killed is None or token.void or self.undone(token):
            return False
        return token.killed[0] in self._undone

    def stands(self, token: Token) -> bool:
        """Whether everything around `token` lives once this is applied.

        What was interrupted by something else stays so, with all that once happened in it.
        """
        return "for" in token.internal_data or all(map(self._will_live, self._past.around(token)))

    @property
    def is_taken_over(self) -> bool:
        """Whether the flow that `start` belongs to was ended by what is not undone with it.

        An event sub-process went on in its place, or a terminate end event took the rest of it away.
        """
        step: Token | None = self.start
        while step is not None:
            for token in step.workflow.tasks.values():
                holds = token.counts or token.live or self.revives(token)
                if token.task_spec.ends_level and holds and not self.undone(token) and token is not step:
                    return True
            step = step.workflow.around
        return False

    @property
    def needs_what_is_gone(self) -> bool:
        """Whether something would live again where the version that the instance runs on has nothing."""
        back = [*self.reopened.values(), *self.joins.values(), self.start]
        back += [token for token in self._past.gone if self.revives(token)]
        return any(token.task_spec.is_gone and self.stands(token) for token in back)

    def _will_live(self, whole: Token) -> bool:
        if whole.id in self.entered:
            return False
        return (whole.live or whole.id in self.reopened or self.revives(whole)) and self.stands(whole)

    def _enter(self, token: Token) -> None:
        if token.id in self.entered or token.void or token is self.start:
            return
        self.entered[token.id] = token
        self._todo.append(token)
        inner = self._past.inside(token)
        if inner is not None:
            for part in inner.tasks.values():
                self._enter(part)

    def _firing(self, token: Token) -> None:
        survivor = token.workflow.tasks.get(token.into) if token.into else None
        if survivor is not None:
            self._wait_again(survivor)
        if token.id in self.entered and token.id in self._past.consumed:
            self.joins[token.id] = token

    def _wait_again(self, token: Token) -> None:
        if not token.void and token.id not in self.joins and token is not self.start:
            self.joins[token.id] = token
            self._todo.append(token)

    def _followers(self, token: Token) -> None:
        for child in token.children:
            if not (child.is_item and token.id in self.reopened):
                self._enter(child)
        for other in self._past.brought.get(token.id, ()):
            if other.task_spec.waits_first:
                self._wait_again(other)
            else:
                self._enter(other)
        if token.is_item and (turn := self._past.turn_after(token)) is not None:
            self._enter(turn)
        for signer in asked_because_of(token):
            self._enter(signer)

    def _surrounding(self, token: Token) -> None:
        for whole in self._past.around(token):
            if whole.counts and not self.undone(whole) and whole.id not in self.reopened:
                self.reopened[whole.id] = whole
                self._todo.append(whole)


def within_reach(past: Past, step: Token, *, ended: bool = False) -> bool:
    """Whether a step can be entered again: nothing around it was interrupted, or that is undone with it."""
    whole = step
    while around := past.around(whole):
        if any(host._state == CANCELLED for host in around):
            return Cone(past, step, ended=ended).stands(step)
        whole = around[0]
    return True


def came_by_jump(token: Token) -> bool:
    """Whether a token was put where it is by a jump, which took away where it came from."""
    source = token.parent
    return source is not None and not token.task_spec.listens and (source.killed or (0,))[0] == token.id


def undo(instance: Instance, past: Past, cone: Cone) -> tuple[list[int], list[int]]:
    """Apply a cone: void, reopen, revive, give back to joins.

    Returns
    -------
    cancelled, voided
        Ids of the tokens that were open, and of all that no longer count, `cone.start` among them.
    """
    cancelled = [token.id for token in cone.entered.values() if token.live]
    revived = [token for token in instance.tokens.values() if cone.revives(token) and cone.stands(token)]
    reopened = [token for token in cone.reopened.values() if cone.stands(token)]
    waiting = [token for token in cone.joins.values() if cone.stands(token)]
    hosts = _touched_hosts(cone)
    for token in cone.entered.values():
        token.cancel()
        _void(instance, token)
    _void(instance, cone.start)
    _live_again(past, cone, reopened, revived)
    # The latest first: an earlier firing of the same gateway has the last word on its state.
    waited = {**cone.entered, **cone.joins, cone.start.id: cone.start}
    for _, token in sorted(waited.items(), reverse=True):
        if token.task_spec.waits_first:
            token.task_spec.given_back(token)
    for survivor in waiting:
        _give_back(past, cone, survivor)
    _wait_for_late(past, revived)
    for host in hosts.values():
        host.task_spec.recount(host)
    for level in instance.levels():
        level.completed = level.completed and not level.open
    return cancelled, [*cone.entered, cone.start.id]


def _live_again(past: Past, cone: Cone, reopened: list[Token], revived: list[Token]) -> None:
    for token in reopened:
        token._set_state(STARTED)
        inner = past.inside(token)
        if inner is not None:
            inner.completed = False
    for token in revived:
        _, before = token.killed or (0, STARTED)
        token.killed = None
        token._set_state(before)


def _void(instance: Instance, token: Token) -> None:
    token.void = True
    instance.note("void", token)


def _touched_hosts(cone: Cone) -> dict[int, Token]:
    """Loops that stay and of which an item is undone or reopened."""
    touched = (cone.start, *cone.entered.values(), *cone.reopened.values())
    hosts = (token.parent for token in touched if token.is_item)
    return {host.id: host for host in hosts if host.id not in cone.entered}


def _wait_for_late(past: Past, revived: list[Token]) -> None:
    """Complex gateways that had given up what is back now wait for it again."""
    for level in dict.fromkeys(token.workflow for token in revived):
        for token in level.tasks.values():
            if token.task_spec.looks and token.counts and not token.into:
                parts = (token, *past.consumed.get(token.id, ()))
                token.task_spec.wait_for_late(token, [part.via for part in parts])


def _give_back(past: Past, cone: Cone, survivor: Token) -> None:
    """Put the tokens that a join had merged back before it, unless they are undone themselves."""
    for token in (survivor, *past.consumed.get(survivor.id, ())):
        if not cone.undone(token):
            token.into = 0
            token.finished = 0
            token.failure = None
            token._set_state(WAITING)
