"""A token: SpiffWorkflow's Task without private data, without prediction and without deletion."""

from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.execution.scopes import Scope, View

if TYPE_CHECKING:
    from engine.execution.level import Level

FUTURE = TaskState.FUTURE
WAITING = TaskState.WAITING
READY = TaskState.READY
STARTED = TaskState.STARTED
COMPLETED = TaskState.COMPLETED
FAILED = TaskState.ERROR
CANCELLED = TaskState.CANCELLED
LIVE = FUTURE | WAITING | READY | STARTED | FAILED
"""States of a token that still stands somewhere; a failed step keeps its token."""
ENDED = -1
"""The killer of what the end of the instance by force took away."""


class Token(Task):  # type: ignore[misc]
    """One execution of one node.

    Attributes
    ----------
    via
        Id of the sequence flow it came by, None at a start.
    into
        The token that consumed it at a join, else 0.
    index
        Position within its multi-instance or loop, else None.
    finished
        Number of the trace entry that completed it, else 0.
    void
        True once a return undid it: it is history that no longer counts.
    killed
        (killer, state before) if another step cancelled it: a terminate end event or a completed
        multi-instance; undoing the killer revives it.
    failure
        (code, detail, state before) while it is failed.
    by
        The token whose step brought it about by an event, 0 if it came by a flow, from time or from outside.
    results
        Of a multi-instance: what its items made, by index; gathered when it is first asked for.
    """

    via: str | None = None
    into: int = 0
    index: int | None = None
    finished: int = 0
    void: bool = False
    killed: tuple[int, int] | None = None
    failure: tuple[str, str, int] | None = None
    by: int = 0
    results: list[tuple[int, Any]] | None = None
    chosen: Any = None

    # Task.__init__ draws a random id, reads the clock and assigns `data`: none of it is wanted.
    def __init__(
        self, workflow: "Level", spec: Any, parent: "Token | None", id: int, state: int = FUTURE
    ) -> None:
        self.id = id
        self.workflow = workflow
        self._parent = parent.id if parent is not None else None
        self._children: list[int] = []
        self._state = state
        self.triggered = False
        self.task_spec = spec
        self.thread_id = 0
        self.internal_data: dict[str, Any] = {}
        self.last_state_change = 0.0
        workflow.adopt(self)
        if parent is not None:
            parent._children.append(id)

    @property
    def scope(self) -> Scope:
        """The innermost variable scope around this token."""
        local: Scope | None = self.workflow.top_workflow.item_scopes.get(self.id)
        return local if local is not None else self.workflow.scope

    @property
    def data(self) -> View:
        """The variables visible here; writes go to the scopes."""
        return View(self.scope, self.workflow.top_workflow.journal)

    @data.setter
    def data(self, value: Any) -> NoReturn:
        raise TypeError("scopes own the variables of a token; write single names")

    def write_plain(self, name: str, value: Any) -> None:
        """Write a value that is plain already and that nobody else will change."""
        self.workflow.top_workflow.journal.write(self.scope.owner(name), name, value)

    def _inherit_data(self) -> None:
        """Nothing to inherit: scopes are shared."""

    @property
    def live(self) -> bool:
        """Whether it still stands somewhere."""
        return bool(self._state & LIVE)

    @property
    def counts(self) -> bool:
        """Whether it completed and was not undone."""
        return self._state == COMPLETED and not self.void

    @property
    def worked(self) -> bool:
        """Whether its node did its work with it: not if another token went on in its place."""
        return self.counts and not self.into

    @property
    def gathering(self) -> bool:
        """Whether it waits, if it waits, for other tokens and not for an event."""
        spec = self.task_spec
        return bool(spec.gathers and not (spec.catches and "gathered" in self.internal_data))

    @property
    def came_late(self) -> bool:
        """Whether a complex gateway had gone on without it when it came."""
        return 0 < self.into < self.id

    @property
    def is_item(self) -> bool:
        """Whether it is one item of a multi-instance or one turn of a loop."""
        return self.index is not None

    @property
    def stands_beside(self) -> bool:
        """Whether it is no part of its level's flow: an event sub-process or a handler of compensation."""
        whole = self
        while whole.is_item:
            whole = whole.parent
        return bool(whole.task_spec.is_event_sub or "for" in whole.internal_data)

    def _add_child(self, task_spec: Any, state: int = FUTURE) -> "Token":
        top = self.workflow.top_workflow
        return Token(self.workflow, task_spec, self, top.new_id(), state)

    def sibling(self, task_spec: Any) -> "Token":
        """Add a token that depends on what this one depends on, not on this one."""
        top = self.workflow.top_workflow
        parent = top.tokens.get(self._parent) if self._parent else None
        token = Token(self.workflow, task_spec, parent, top.new_id())
        # The parent may sleep: its id is all that counts.
        token._parent = self._parent
        return token

    def _set_state(self, value: int) -> None:
        old, self._state = self._state, value
        if old != value:
            self.workflow.state_changed(self, old, value)

    def run(self) -> bool | None:
        """Run the node once; a node that must wait leaves the token STARTED or where it put it."""
        result: bool | None = self.task_spec._run(self)
        if result:
            self.complete()
        elif self._state == READY:
            self._set_state(STARTED)
        return result

    def fail(self, code: str, detail: str) -> None:
        """Leave the token where it is, as failed."""
        self.failure = (code, detail, self._state)
        self._set_state(FAILED)
        self.workflow.top_workflow.note("fail", self)

    def cancel(self, killer: int = 0) -> None:
        """Take the token away, with everything inside it; history stays.

        Parameters
        ----------
        killer
            The token whose completion causes this, 0 for a move from outside.
        """
        if not self.live:
            return
        top = self.workflow.top_workflow
        if killer:
            self.killed = (killer, self._state)
        self._set_state(CANCELLED)
        top.note("cancel", self)
        inner = top.subprocesses.get(self.id)
        if inner is not None:
            inner.cancel(killer=killer)
        for child in self.children:
            if child.is_item:
                child.cancel(killer)
        for handler in self.internal_data.get("awaits", ()):
            top.tokens[handler].cancel(killer)
            top.tokens[handler].workflow.is_over_again()
