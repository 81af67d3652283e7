"""Compensation: undoing by activities of the diagram what activities of the diagram have done (10.7, 13.5.5).

A throwing event asks; the handlers of what has completed run one after the other, the last completed first:
"compensation activities are performed in reverse order of the execution of the original activities". The
event goes on when all have finished, or at once if it does not wait. An activity is compensated once.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from engine.execution.nodes.base import Node
from engine.execution.token import STARTED, Token

if TYPE_CHECKING:
    from engine.execution.level import Level


class Compensating(Node):
    """What can ask for compensation and wait for it."""

    hosts = True

    def ask(self, token: Token, activity: str | None) -> bool:
        """Start undoing one activity, or all on the level; False if there is nothing to undo."""
        token.workflow.top_workflow.wake()
        found = [done.id for done in _undoable(compensation_scopes(token.workflow), activity)]
        if not found:
            return False
        token.internal_data.setdefault("undo", []).extend(found)
        if not token.internal_data.get("awaits"):
            self._undo_next(token)
        return True

    def _undo_next(self, token: Token) -> None:
        """Start the next handler, unless somebody else has asked for it meanwhile."""
        top, rest = token.workflow.top_workflow, token.internal_data["undo"]
        token.internal_data["awaits"] = []
        while rest:
            done = top.tokens[rest.pop(0)]
            if _can_be_undone(done):
                handler = start(token, done)
                token.internal_data["awaits"] = [handler.id]
                handler.task_spec._update(handler)
                return
        del token.internal_data["undo"]

    def compensated(self, token: Token) -> None:
        """A handler has finished."""
        token.internal_data["awaits"] = []
        if "undo" in token.internal_data:
            self._undo_next(token)
        if not token.internal_data["awaits"] and token._state == STARTED:
            token.workflow.top_workflow.agenda.push_first(token)

    def resume(self, token: Token) -> None:
        """Go on once nothing is awaited any more."""
        if not token.internal_data.get("awaits"):
            token.internal_data.pop("awaits", None)
            self.finish(token)


def compensation_scopes(level: "Level") -> "list[Level]":
    """Whose activities an event on `level` undoes: from an event sub-process, those around it too."""
    found = [level]
    while level.around is not None and level.around.task_spec.is_event_sub:
        level = level.around.workflow
        found.append(level)
    return found


def _undoable(levels: "list[Level]", activity: str | None) -> "Iterator[Token]":
    """Completed activities with a handler of their own or inside, newest first."""
    done = [token for level in levels for token in level.tasks.values() if _can_be_undone(token)]
    for token in sorted(done, key=lambda token: (token.finished, token.id), reverse=True):
        spec = token.task_spec
        if activity is not None and spec.place != activity:
            continue
        inner = token.workflow.top_workflow.subprocesses.get(token.id)
        if spec.compensation is not None:
            yield token
        elif inner is None or spec.is_event_sub:
            continue
        elif compensation_sub(inner) is not None:
            yield token
        else:
            yield from _undoable([inner], None)


def _can_be_undone(token: Token) -> bool:
    return token.worked and "undone" not in token.internal_data


def compensation_sub(level: "Level") -> str | None:
    """The event sub-process that undoes a whole level, if it has one."""
    return next((name for name in level.spec.event_subs if _undoes(level.spec.task_specs[name])), None)


def _undoes(spec: Any) -> bool:
    return any(trigger.kind == "compensation" for trigger in spec.triggers)


def start(asking: Token, done: Token) -> Token:
    """Put a token on the handler of a completed activity, else on the one inside it."""
    done.internal_data["undone"] = asking.id
    level, name = done.workflow, done.task_spec.compensation
    if name is not None:
        handler: Token = done._add_child(level.spec.task_specs[name])
    else:
        level = level.top_workflow.subprocesses[done.id]
        handler = level.new_token(level.spec.task_specs[compensation_sub(level)])
    handler.internal_data["for"] = asking.id
    handler.by = asking.id
    level.reopen()
    return handler
