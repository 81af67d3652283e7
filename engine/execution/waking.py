"""Making tokens of stored columns: the living ones at a load, all of them when the past is needed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.execution.columns import Columns
from engine.execution.scopes import Scope
from engine.execution.token import STARTED, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
from engine.execution.level import Level


class Waking:
    """Tokens out of the columns of one instance."""

    def __init__(self, instance: "Instance", columns: Columns) -> None:
        self._instance = instance
        self._columns = columns
        self._names = list(columns.names)
        self.complete = False
        """Whether every stored token is awake."""

    def living(self) -> None:
        """Wake what can act: live tokens, items of live loops, the levels they are on."""
        columns, instance = self._columns, self._instance
        instance.scope.names.update(columns.scopes[instance.scope.id])
        columns.scopes[instance.scope.id] = instance.scope.names
        instance.last_id = len(columns.states)
        self._wake(columns.living())
        self._between_activities()
        for level in instance.levels():
            # The host of an ad-hoc level says when it is completed; it is alive.
            level.completed = not level.open and not level.spec.is_ad_hoc
            instance.watches.open_level(level)
        self._queue_hosts()

    def _between_activities(self) -> None:
        """An ad-hoc level is there also while nothing stands in it: something may yet begin."""
        tokens, known = self._instance.tokens, self._instance.subprocesses
        hosts = [
            key for key, token in tokens.items() if token._state == STARTED and token.task_spec.has_level
        ]
        for key in hosts:
            if key not in known and self._instance.subprocess_specs[tokens[key].task_spec.spec].is_ad_hoc:
                self._new_level(key)

    def everything(self) -> None:
        """Wake the whole history, once; tokens and children are in order of their ids again."""
        if self.complete:
            return
        self.complete = True
        instance = self._instance
        known = set(instance.subprocesses)
        self._wake(key for key in range(1, len(self._columns.states) + 1) if key not in instance.tokens)
        for host in instance.subprocesses.keys() - known:
            instance.subprocesses[host].completed = True
        instance.tokens = dict(sorted(instance.tokens.items()))
        instance.subprocesses = dict(sorted(instance.subprocesses.items()))
        for level in instance.levels():
            level.tasks = dict(sorted(level.tasks.items()))
        for token in instance.tokens.values():
            token._children = []
        for token in instance.tokens.values():
            if token._parent:
                instance.tokens[token._parent]._children.append(token.id)

    def _wake(self, identifiers: Iterable[int]) -> None:
        for identifier in identifiers:
            level = self._level(identifier)
            token = self._token(level, identifier)
            self._decorate(token)
            level.restored(token)

    def _level(self, identifier: int) -> "Level":
        instance, columns = self._instance, self._columns
        parent = instance.tokens.get(identifier - columns.parents[identifier - 1])
        if parent is not None and columns.parents[identifier - 1]:
            level: Level = parent.workflow
            return level
        host = columns.sleeping_level(identifier)
        if not host:
            return instance
        return instance.subprocesses.get(host) or self._new_level(host)

    def _new_level(self, host: int) -> "Level":
        if host not in self._instance.tokens:
            # It has completed, and something inside is being compensated.
            is_item = host in self._columns.extras["index"]
            whole = host - self._columns.parents[host - 1] if is_item else host
            self._wake(key for key in sorted({whole, host}) if key not in self._instance.tokens)
        token = self._instance.tokens[host]
        level = self._instance.create_subprocess(token, token.task_spec.spec)
        if level.scope.id in self._columns.scopes:
            level.scope.names = self._columns.scopes[level.scope.id]
        return level

    def _token(self, level: "Level", identifier: int) -> Token:
        columns = self._columns
        back = columns.parents[identifier - 1]
        spec = level.spec.node(self._names[columns.specs[identifier - 1]])
        parent = level.tasks.get(identifier - back) if back else None
        token = Token(level, spec, parent, identifier, 1 << columns.states[identifier - 1])
        token._parent = identifier - back if back else None
        token.via = self._names[columns.vias[identifier - 1]]
        return token

    def _decorate(self, token: Token) -> None:
        extras = self._columns.extras
        key = token.id
        if key in extras["index"]:
            token.index, token.triggered = extras["index"][key], True
        if key in extras["index"] or (key in self._columns.scopes and _has_scope(token.task_spec)):
            scope = Scope(key, token.scope, self._columns.scopes[key])
            self._instance.item_scopes[key] = scope
        token.into = extras["into"].get(key, 0)
        token.by = extras["by"].get(key, 0)
        token.finished = self._columns.finished.get(key)
        token.void = key in extras["void"]
        token.killed = _tuple(extras["killed"].get(key))
        token.failure = _tuple(extras["failure"].get(key))
        token.internal_data = extras["own"].get(key) or {}
        if "due" in token.internal_data:
            # Formats 1 and 2 kept the moment of a timer with its token.
            state = [[[0, token.internal_data.pop("due"), 0]], [], [], {}, {}]
            self._instance.watches.stored[key, token.task_spec.name] = state

    def _queue_hosts(self) -> None:
        """Hosts whose contents finished before the dump go on; READY tokens queue themselves.

        Only for formats 1 and 2, which did not store whose turn it is.
        """
        instance = self._instance
        for level in instance.levels():
            for token in level.open.values():
                inner = instance.subprocesses.get(token.id)
                emptied = token.task_spec.has_level and (inner is None or inner.completed)
                if token._state == STARTED and (emptied or "fresh" in token.internal_data):
                    instance.agenda.push(token)


def _has_scope(spec: Any) -> bool:
    """Whether a stored scope of this number is the token's own, not that of a level inside it."""
    return not spec.has_level or spec.isolated or spec.ways.names != ()


def _tuple(value: Any) -> Any:
    return tuple(value) if value is not None else None
