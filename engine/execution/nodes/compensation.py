"""Compensation: undoing by activities of the diagram what activities of the diagram have done (10.7, 13.5.5).

A throwing event asks; the handlers of what has completed are started, the last completed first; the event
goes on when all have finished. An activity is compensated once.
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
        """Start the handlers of one activity, or of all on the level; False if there is nothing to undo."""
        top = token.workflow.top_workflow
        top.wake()
        begun = [
            start(token, done, level)
            for done, level in list(_undoable(compensation_scope(token.workflow), activity))
        ]
        if begun:
            token.internal_data["awaits"] = [handler.id for handler in begun]
            for handler in begun:
                handler.task_spec._update(handler)
        return bool(begun)

    def compensated(self, token: Token, handler: int) -> None:
        """One handler has finished."""
        awaits = token.internal_data["awaits"]
        if handler in awaits:
            awaits.remove(handler)
        if not awaits and token._state == STARTED:
            token.workflow.top_workflow.agenda.push_first(token)

    def resume(self, token: Token) -> None:
        """Go on once nothing is awaited any more."""
        if not token.internal_data.get("awaits"):
            token.internal_data.pop("awaits", None)
            self.finish(token)


def compensation_scope(level: "Level") -> "Level":
    """The level whose activities an event on `level` undoes: from an event sub-process, the one around it."""
    while level.around is not None and level.around.task_spec.is_event_sub:
        level = level.around.workflow
    return level


def _undoable(level: "Level", activity: str | None) -> "Iterator[tuple[Token, Level | None]]":
    """Completed activities with a handler, and the level that holds a handler inside, newest first."""
    done = [token for token in level.tasks.values() if token.counts and "undone" not in token.internal_data]
    for token in sorted(done, key=lambda token: token.finished, reverse=True):
        spec = token.task_spec
        if activity is not None and spec.place != activity:
            continue
        inner = level.top_workflow.subprocesses.get(token.id)
        if spec.compensation is not None:
            yield token, None
        elif inner is None or spec.is_event_sub:
            continue
        elif compensation_sub(inner) is not None:
            yield token, inner
        else:
            yield from _undoable(inner, None)


def compensation_sub(level: "Level") -> str | None:
    """The event sub-process that undoes a whole level, if it has one."""
    return next((name for name in level.spec.event_subs if _undoes(level.spec.task_specs[name])), None)


def _undoes(spec: Any) -> bool:
    return any(trigger.kind == "compensation" for trigger in spec.triggers)


def start(asking: Token, done: Token, inner: "Level | None") -> Token:
    """Put a token on the handler of a completed activity."""
    done.internal_data["undone"] = asking.id
    if inner is None:
        level = done.workflow
        handler: Token = done._add_child(level.spec.task_specs[done.task_spec.compensation])
    else:
        level = inner
        handler = level.new_token(level.spec.task_specs[compensation_sub(inner)])
    handler.internal_data["for"] = asking.id
    handler.by = asking.id
    level.reopen()
    return handler
