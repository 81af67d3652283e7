"""Running instances: the process level, its sub-process levels, and what is known of them as a whole."""

from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

from engine.execution.agenda import Agenda
from engine.execution.columns import Columns
from engine.execution.events.firing import fire
from engine.execution.events.occurrence import Occurrence
from engine.execution.events.watches import Watches
from engine.execution.level import Level
from engine.execution.reports import Trace, TraceEvent
from engine.execution.scopes import ROOT, Journal, Scope, View
from engine.execution.script_environment import ScriptEngine, failed, write
from engine.execution.token import FAILED, READY, STARTED, WAITING, Token
from engine.execution.values import plain
from engine.execution.waking import Waking

if TYPE_CHECKING:
    from engine.execution.environment import Environment
    from engine.execution.program import Program


class SubInstance(Level, BpmnSubWorkflow):  # type: ignore[misc]
    """One run of a sub-process or call; its scope is named after the token that hosts it."""

    def __init__(self, spec: Any, parent_task_id: int, top_workflow: "Instance") -> None:
        host = top_workflow.tokens[parent_task_id]
        # A sub-process that is one item of a multi-instance declares its names in the item's scope.
        item = top_workflow.item_scopes.get(parent_task_id)
        if host.task_spec.isolated:
            # Its number is its own: the token that calls may have a scope too.
            self._prepare(Scope(-parent_task_id))
        else:
            self._prepare(item if item is not None else Scope(parent_task_id, host.scope))
        super().__init__(spec, parent_task_id, top_workflow, deserializing=True)

    def _finish(self) -> None:
        self.completed = True
        host = self.around
        if host is not None and host._state == STARTED:
            self.top_workflow.agenda.push_first(host)


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
    looking
        Tokens that wait and may look again whether they can go on.
    watches
        Who listens for what.
    thrown, sent
        What was thrown in the present step; what others may be waiting for.
    correlations
        Values of correlation properties that its conversations have brought.
    """

    def __init__(self, program: "Program", env: "Environment", columns: Columns | None = None) -> None:
        self.program = program
        self.env = env
        self.tokens: dict[int, Token] = {}
        self.todo: dict[int, Token] = {}
        self.failed: dict[int, Token] = {}
        self.looking: dict[int, Token] = {}
        self.watches = Watches(self)
        self.thrown: deque[Occurrence] = deque()
        self.sent: list[Occurrence] = []
        self.correlations: dict[str, Any] = {}
        self.item_scopes: dict[int, Scope] = {}
        self.journal = Journal()
        self.trace: list[Trace] = []
        self.count = 0
        self.last_id = 0
        self.terminated = False
        self.agenda = Agenda(self)
        self.columns = columns or Columns()
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

    def wake_living(self, waking: Waking) -> None:
        """Become what the columns say; the history stays asleep."""
        self._waking = waking
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
        self.watches.follow(token, old, new)
        if token.task_spec.looks:
            if new == WAITING:
                self.looking[token.id] = token
            else:
                self.looking.pop(token.id, None)
        if new == READY:
            if token.task_spec.manual:
                self.todo[token.id] = token
            else:
                self.agenda.push(token)
        elif new == FAILED:
            self.failed[token.id] = token

    def look_again(self, touched: set[str] | None = None) -> None:
        """Let tokens that wait look once more whether they may go on: all, or where a variable changed."""
        for token in self.looking.values():
            source = token.task_spec.activation
            if source is not None and (touched is None or self.names_in(source) & touched):
                self.agenda.push(token)

    def evaluate(self, scope: Scope, source: str, extra: Any = None) -> Any:
        """Value of an expression in a scope; raises `StepFailed`."""
        return self._engine.environment.evaluate(source, View(scope, self.journal), extra)

    def read_in(self, scope: Scope, name: str) -> Any:
        """The value of a name in a scope, None if there is none."""
        return View(scope, self.journal).get(name)

    def write_in(self, scope: Scope, name: str, value: Any) -> None:
        """Write a name in a scope; raises `StepFailed` for what is no data."""
        write(View(scope, self.journal), {name: value})

    def stored(self, name: str) -> Any:
        """What a data store holds, None if nothing."""
        return plain(self.env.stores.get(name))

    def put_stored(self, name: str, value: Any) -> None:
        """Put a value into a data store."""
        self.env.stores[name] = plain(value)

    def sandboxed(self, source: str, names: Mapping[str, Any]) -> Any:
        """Value of an expression that gets exactly these names; raises `StepFailed`."""
        try:
            return self.env.sandbox.evaluate(source, names)
        except Exception as exc:
            raise failed(exc) from exc

    def visible(self, token: Token, names: frozenset[str]) -> dict[str, Any]:
        """Those of `names` that a token sees, helper functions among them."""
        functions = {name: self.env.functions[name] for name in names if name in self.env.functions}
        return functions | token.data.pick(names)

    def names_in(self, source: str) -> frozenset[str]:
        """The free names of one of the program's expressions."""
        return self.program.names_in(source)

    def cancel_transaction(self, level: Level, token: Token) -> None:
        """Leave a transaction by its cancel boundary event; one that is an item, the whole activity's."""
        around = level.around
        assert around is not None
        host = around.parent if around.is_item else around
        for name in host.task_spec.boundaries:
            watch = self.watches.get(host.id, name)
            for position, trigger in enumerate(watch.spec.triggers if watch else ()):
                if watch is not None and trigger.kind == "cancel":
                    fire(watch, position, by=token.id)
                    return

    def note(self, event: TraceEvent, token: Token) -> int:
        """Add one entry to the trace; pseudo nodes are not told."""
        if token.task_spec.bpmn_id is None:
            return self.count
        self.count += 1
        self.trace.append(Trace(self.count, token.task_spec.place, event, token.id, token.index is not None))
        return self.count

    def _finish(self) -> None:
        self.completed = True
