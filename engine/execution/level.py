"""What a process and a sub-process level have in common while they run: their indexes.

Nothing here searches the history. Live tokens, waiting joins and positions are kept in indexes that
follow every change of state, so a step costs the same at any age.
"""

from collections import Counter
from typing import Any

from engine.execution.scopes import Scope
from engine.execution.token import FUTURE, LIVE, STARTED, WAITING, Token

OVER = "over"
"""What the token around an ad-hoc level remembers when nothing more begins in it."""


class Level:
    """What process and sub-process instances share.

    Attributes
    ----------
    open
        Live tokens by id.
    waiting_at
        For each join with waiting tokens: flow id → tokens in order of arrival.
    positions
        Number of live tokens by BPMN element.
    """

    spec: Any
    scope: Scope
    top_workflow: Any
    tasks: dict[int, Token]
    completed: bool
    task_tree: Token
    script_engine: Any
    parent_task_id: Any
    depth: int = 0

    def _prepare(self, scope: Scope) -> None:
        self.scope = scope
        self.open: dict[int, Token] = {}
        self.waiting_at: dict[str, dict[str | None, list[Token]]] = {}
        self.positions: Counter[str] = Counter()
        self.resets: dict[str, list[str | None]] = {}
        self.fired_at: dict[str, int] = {}
        self.begun_at: str | None = None

    @property
    def host_id(self) -> int:
        """Id of the token around this level, 0 for the process."""
        return self.parent_task_id or 0

    @property
    def around(self) -> Token | None:
        """The token around this level, None for the process."""
        return self.top_workflow.tokens[self.parent_task_id] if self.parent_task_id is not None else None

    def begin(self, payload: Any = None, at: str | None = None) -> Token:
        """Put the first token on this level's start.

        Parameters
        ----------
        payload
            What the event brought that begins it.
        at
            The starting node, if it is not the level's own choice.
        """
        for name in self.spec.declared:
            self.scope.names.setdefault(name, None)
        self.begun_at = at
        self.task_tree = self.new_token(self.spec.start)
        if payload:
            self.task_tree.internal_data["payload"] = payload
        self.task_tree._ready()
        self.top_workflow.watches.open_level(self)
        return self.task_tree

    @property
    def is_completing(self) -> bool:
        """Whether nothing is left but event sub-processes and handlers of compensation that run."""
        return bool(self.open) and all(token.stands_beside for token in self.open.values())

    @property
    def is_closing(self) -> bool:
        """Whether its event sub-processes listen no more; in an ad-hoc level something may yet begin."""
        around = self.around
        if self.spec.is_ad_hoc and around is not None:
            return self.is_completing and OVER in around.internal_data
        return self.is_completing

    @property
    def own_state(self) -> list[Any]:
        """What this level remembers beside its tokens."""
        return [self.resets, self.fired_at, self.begun_at]

    @property
    def remembers(self) -> bool:
        """Whether that is worth storing: only while it lives."""
        return not self.completed and any(self.own_state)

    def take_state(self, resets: Any, fired_at: Any, begun_at: Any) -> None:
        """Remember again."""
        self.resets, self.fired_at, self.begun_at = resets, fired_at, begun_at

    def new_token(self, spec: Any) -> Token:
        """Add a token that depends on this level alone."""
        return Token(self, spec, None, self.top_workflow.new_id())

    def reopen(self) -> None:
        """Let a completed level hold tokens again; those around it stay as they are."""
        self.completed = False

    def is_over_again(self) -> None:
        """What a completed level was reopened for has been cancelled."""
        if not self.open and self.around is not None and not self.around.live:
            self.completed = True

    def adopt(self, token: Token) -> None:
        """Take a new token into the indexes."""
        self.tasks[token.id] = token
        self.top_workflow.tokens[token.id] = token
        if token._state & LIVE:
            self._entered(token)

    def state_changed(self, token: Token, old: int, new: int) -> None:
        """Keep the indexes in step with one token."""
        if bool(old & LIVE) != bool(new & LIVE):
            if new & LIVE:
                self._entered(token)
            else:
                self._left(token)
        if (old == WAITING or new == WAITING) and token.gathering:
            self._queue(token, new == WAITING)
        self.top_workflow.follow(token, old, new)

    def restored(self, token: Token) -> None:
        """Take a token that came from a snapshot into the remaining indexes."""
        if token._state & LIVE:
            if token._state == WAITING and token.gathering:
                self._queue(token, True)
            self.top_workflow.follow(token, FUTURE, token._state)

    def _entered(self, token: Token) -> None:
        self.open[token.id] = token
        self.positions[token.task_spec.place] += 1

    def _left(self, token: Token) -> None:
        self.open.pop(token.id, None)
        place = token.task_spec.place
        self.positions[place] -= 1
        if not self.positions[place]:
            del self.positions[place]

    def _queue(self, token: Token, arrives: bool) -> None:
        flows = self.waiting_at.setdefault(token.task_spec.name, {})
        if arrives:
            queue = flows.setdefault(token.via, [])
            queue.append(token)
            if len(queue) > 1 and queue[-2].id > token.id:
                queue.sort(key=lambda waiting: waiting.id)
            return
        flows[token.via].remove(token)
        if not flows[token.via]:
            del flows[token.via]
        if not flows:
            del self.waiting_at[token.task_spec.name]

    @property
    def living(self) -> list[Token]:
        """Live tokens in order of their ids: `open` has another order after a load."""
        return [self.open[key] for key in sorted(self.open)]

    def is_completed(self) -> bool:
        """Whether no token is left on this level."""
        return self.completed

    def settle(self) -> None:
        """After a step: fire joins that nothing can reach any more; finish the level if it is empty."""
        for name in dict.fromkeys((*self.waiting_at, *self.resets)):
            spec = self.spec.task_specs[name]
            if spec.reconsiders and (name in self.waiting_at or name in self.resets):
                spec.reconsider(self)
        if self.spec.event_subs and self.is_closing:
            self.top_workflow.watches.close_level(self)
        if self.spec.is_ad_hoc:
            self._ask_host()
        elif not self.open and not self.completed:
            self._close()
            self._finish()

    def _ask_host(self) -> None:
        """An ad-hoc level ends when the token around it says so."""
        host = self.around
        if host is not None and host._state == STARTED:
            self.top_workflow.agenda.push_first(host)

    def _finish(self) -> None:
        raise NotImplementedError

    def cancelled_by(self, token: Token) -> None:
        """A cancel end event has compensated everything: leave by the transaction's cancel boundary."""
        self.top_workflow.cancel_transaction(self, token)

    def update_waiting_tasks(self) -> None:
        """Nothing polls here."""

    def _task_completed_notify(self, task: Token) -> None:
        # That an ad-hoc level has begun is nothing that was done in it.
        if not (self.spec.is_ad_hoc and task.task_spec is self.spec.start):
            self.settle()

    def cancel(self, success: bool = False, killer: int = 0) -> list[Any]:
        """Cancel every live token of this level and of the levels inside it."""
        cancelled = self.living
        for token in cancelled:
            token.cancel(killer)
        self.completed = True
        self._close()
        return cancelled

    def _close(self) -> None:
        """Nothing is waited for here any more; what a return brings back waits again."""
        self.resets, self.fired_at = {}, {}
        self.top_workflow.watches.close_level(self)
