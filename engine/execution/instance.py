"""Running instances: the process level and its sub-process levels, with their indexes.

Nothing here searches the history. Live tokens, waiting joins, positions and open user tasks are
kept in indexes that follow every change of state, so a step costs the same at any age.
"""

from collections import Counter
from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.execution.agenda import Agenda
from engine.execution.columns import Columns
from engine.execution.reports import Trace, TraceEvent
from engine.execution.scopes import ROOT, Journal, Scope
from engine.execution.script_environment import ScriptEngine
from engine.execution.token import FAILED, FUTURE, LIVE, READY, STARTED, WAITING, Token
from engine.execution.waking import Waking

if TYPE_CHECKING:
    from engine.execution.environment import Environment
    from engine.execution.program import Program


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

    def _prepare(self, scope: Scope) -> None:
        self.scope = scope
        self.open: dict[int, Token] = {}
        self.waiting_at: dict[str, dict[str | None, list[Token]]] = {}
        self.positions: Counter[str] = Counter()

    def begin(self) -> Token:
        """Put the first token on this level's start."""
        for name in self.spec.declared:
            self.scope.names.setdefault(name, None)
        self.task_tree = Token(self, self.spec.start, None, self.top_workflow.new_id())
        self.task_tree._ready()
        return self.task_tree

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
        if token.task_spec.is_join and (old == WAITING or new == WAITING):
            self._queue(token, new == WAITING)
        self.top_workflow.follow(token, old, new)

    def restored(self, token: Token) -> None:
        """Take a token that came from a snapshot into the remaining indexes."""
        if token._state & LIVE:
            if token.task_spec.is_join and token._state == WAITING:
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

    def is_completed(self) -> bool:
        """Whether no token is left on this level."""
        return self.completed

    def settle(self) -> None:
        """After a step: fire joins that nothing can reach any more; finish the level if it is empty."""
        for name in list(self.waiting_at):
            spec = self.spec.task_specs[name]
            if spec.reconsiders and name in self.waiting_at:
                spec.reconsider(self)
        if not self.open and not self.completed:
            self._finish()

    def _finish(self) -> None:
        raise NotImplementedError

    def update_waiting_tasks(self) -> None:
        """Nothing polls here."""

    def _task_completed_notify(self, task: Token) -> None:
        self.settle()

    def cancel(self, success: bool = False, killer: int = 0) -> list[Any]:
        """Cancel every live token of this level and of the levels inside it."""
        cancelled = list(self.open.values())
        for token in cancelled:
            token.cancel(killer)
        self.completed = True
        return cancelled


class SubInstance(Level, BpmnSubWorkflow):  # type: ignore[misc]
    """One run of a sub-process; its scope is named after the token that hosts it."""

    def __init__(self, spec: Any, parent_task_id: int, top_workflow: "Instance") -> None:
        host = top_workflow.tokens[parent_task_id]
        # A sub-process that is one item of a multi-instance declares its names in the item's scope.
        item = top_workflow.item_scopes.get(parent_task_id)
        self._prepare(item if item is not None else Scope(parent_task_id, host.scope))
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)

    @property
    def host(self) -> Token:
        """The token that stands on the sub-process in the level above."""
        host: Token = self.top_workflow.tokens[self.parent_task_id]
        return host

    def _finish(self) -> None:
        self.completed = True
        if self.host._state == STARTED:
            self.top_workflow.agenda.push_first(self.host)


class Instance(Level, BpmnWorkflow):  # type: ignore[misc]
    """A process instance in memory.

    Attributes
    ----------
    tokens
        Tokens by id, on all levels: every one that ever was, except what sleeps in `columns`.
    todo
        Open user and manual tasks by token id.
    item_scopes
        Scopes of multi-instance items and loop turns by token id.
    """

    def __init__(self, program: "Program", env: "Environment") -> None:
        self.program = program
        self.env = env
        self.tokens: dict[int, Token] = {}
        self.todo: dict[int, Token] = {}
        self.failed: dict[int, Token] = {}
        self.timers: dict[int, Token] = {}
        self.item_scopes: dict[int, Scope] = {}
        self.journal = Journal()
        self.trace: list[Trace] = []
        self.count = 0
        self.last_id = 0
        self.terminated = False
        self.agenda = Agenda(self)
        self.columns = Columns()
        self._waking: Waking | None = None
        self._prepare(Scope(ROOT))
        self._engine = ScriptEngine(self)
        super().__init__(program.spec, program.subprocesses, script_engine=self._engine, deserializing=True)

    @property
    def script_engine(self) -> ScriptEngine:
        """Our script engine; there is no way to set another."""
        return self._engine

    @script_engine.setter
    def script_engine(self, engine: Any) -> NoReturn:
        raise TypeError("the script engine of an instance is fixed")

    def take_columns(self, columns: Columns, waking: Waking) -> None:
        """Become the stored instance; its history stays asleep."""
        self.columns, self._waking = columns, waking
        waking.living()

    def wake(self) -> None:
        """Make tokens of the whole history: moves and markings look at all of it."""
        if self._waking is not None:
            self._waking.everything()

    def new_id(self) -> int:
        """The next token id: small, never used twice in this instance."""
        self.last_id += 1
        return self.last_id

    def get_task_from_id(self, task_id: int) -> Token:
        """The token with this id, on whatever level."""
        return self.tokens[task_id]

    def create_subprocess(self, my_task: Token, spec_name: str) -> SubInstance:
        """Make the level inside a sub-process token; the caller begins or restores it."""
        inner = SubInstance(self.subprocess_specs[spec_name], my_task.id, self)
        self.subprocesses[my_task.id] = inner
        return inner

    def levels(self) -> list[Level]:
        """The process level and those inside it, except what sleeps."""
        return [self, *self.subprocesses.values()]

    def follow(self, token: Token, old: int, new: int) -> None:
        """Keep the instance-wide indexes and the agenda in step with one token."""
        if old == READY:
            self.todo.pop(token.id, None)
        elif token.id in self.failed:
            del self.failed[token.id]
        self.timers.pop(token.id, None)
        if new == READY:
            if token.task_spec.manual:
                self.todo[token.id] = token
            else:
                self.agenda.push(token)
        elif new == FAILED:
            self.failed[token.id] = token
        elif new == WAITING and token.task_spec.is_timer:
            self.timers[token.id] = token

    def note(self, event: TraceEvent, token: Token) -> int:
        """Add one entry to the trace; pseudo nodes are not told."""
        if token.task_spec.bpmn_id is None:
            return self.count
        self.count += 1
        self.trace.append(Trace(self.count, token.task_spec.place, event, token.id))
        return self.count

    def _finish(self) -> None:
        self.completed = True
