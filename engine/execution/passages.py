"""Everything that tokens have ever done, for whoever looks back: a snapshot forgets nothing of it.

Ids only grow, so they tell the order in which nodes were entered. What the snapshot does not tell, the
moments, stands in rows of other tables by the number of the token.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.execution.instance import Instance
from engine.execution.scopes import ROOT
from engine.execution.token import CANCELLED, FAILED, READY, STARTED, Token
from engine.execution.values import plain


@dataclass(frozen=True, slots=True)
class Passage:
    """One token: one execution of one node.

    Attributes
    ----------
    element
        Where in the diagram it stands or stood; empty for what is no place of it.
    parent, level
        The token that it follows from or is an item of, and the token around its level; 0 for none.
    into
        The token that consumed it at a join, else 0.
    by
        The token whose step brought it about by an event, else 0.
    item
        Position within its multi-instance step or loop, else None.
    state
        ``waits``, ``works``, ``failed``, ``done`` or ``cancelled``.
    killer
        The token that cancelled it, -1 for the end of the instance by force, 0 if none is told.
    void
        It was undone: it is history that no longer counts.
    finished
        Number of its completion, greater for what was completed later; 0 where that is not kept.
    gone
        The present version has nothing in its place.
    gathers
        It waits, if it waits, for other tokens.
    listens
        No flow led to it, but an event that came while something else was active, or what asked for
        compensation.
    stops
        The activity that it ended as it came; empty for none.
    lasts
        Time may pass there.
    """

    token: int
    element: str
    parent: int
    level: int
    via: str | None
    into: int
    by: int
    item: int | None
    state: str
    killer: int
    void: bool
    finished: int
    gone: bool
    gathers: bool
    listens: bool
    stops: str
    lasts: bool


@dataclass(frozen=True, slots=True)
class ScopeView:
    """One scope of variables.

    Attributes
    ----------
    id
        0 for the instance, else the token of the sub-process or item; negative for what a token has called.
    around
        The scope in which it lies; None for the instance and for what was called.
    element
        The activity that it belongs to; empty for the instance, or where that is no longer in the diagram.
    item
        Position of a multi-instance item or a loop's turn, else None.
    live
        Whether anything may still read or write it.
    """

    id: int
    around: int | None
    element: str
    item: int | None
    live: bool
    names: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing that an instance waits for.

    Attributes
    ----------
    token
        On whose behalf, 0 for the process.
    kind
        ``timer``, ``message``, ``signal`` or ``conditional``.
    name
        Of the message or signal; the source of a condition; of a timer, how the diagram says its moment.
    due
        Of a timer, in seconds since the epoch; None while it is not known.
    turns
        Of a cycle: how many are left after the next, -1 without end.
    keys
        What a message must carry.
    """

    token: int
    element: str
    kind: str
    name: str
    due: float | None = None
    turns: int = 0
    keys: tuple[tuple[str, Any], ...] = ()


def passages(instance: Instance) -> Iterator[Passage]:
    """Give every token that ever was, in the order in which they began."""
    instance.wake()
    for token in instance.tokens.values():
        spec = token.task_spec
        yield Passage(
            token=token.id,
            element=spec.place if spec.bpmn_id is not None and not spec.is_gone else "",
            parent=token._parent or 0,
            level=token.workflow.host_id,
            via=token.via,
            into=token.into,
            by=token.by,
            item=token.index,
            state=_state(token),
            killer=token.killed[0] if token.killed else 0,
            void=token.void,
            finished=token.finished,
            gone=spec.is_gone,
            gathers=spec.gathers,
            listens=bool(spec.listens or "for" in token.internal_data),
            stops=_stops(instance, spec),
            lasts=bool(spec.manual or spec.hosts or spec.catches or spec.calls_out or spec.gathers),
        )


def _stops(instance: Instance, spec: Any) -> str:
    if not getattr(spec, "interrupting", False):
        return ""
    node = instance.program.nodes.get(spec.place)
    return (node.attached_to if node is not None else None) or ""


def _state(token: Token) -> str:
    if token._state == FAILED:
        return "failed"
    if token._state == CANCELLED:
        return "cancelled"
    if token.live:
        return "works" if token._state in (READY, STARTED) else "waits"
    return "done"


def scopes(instance: Instance) -> Iterator[ScopeView]:
    """Give every scope with its variables, those of what has ended too, the instance's first."""
    instance.wake()
    yield ScopeView(ROOT, None, "", None, True, plain(instance.scope.names))
    tokens = instance.tokens
    held = dict(instance.item_scopes)
    held |= {level.scope.id: level.scope for level in instance.subprocesses.values()}
    for key in sorted(held, key=lambda key: (abs(key), key)):
        token = tokens.get(abs(key))
        if key == ROOT or token is None:
            continue
        scope = held[key]
        yield ScopeView(
            id=key,
            around=scope.parent.id if scope.parent is not None else None,
            element="" if token.task_spec.is_gone else token.task_spec.place,
            item=token.index,
            live=token.live,
            names=plain(scope.names),
        )


def awaited(instance: Instance) -> Iterator[Awaited]:
    """Give what somebody here listens for: moments, messages, signals and conditions."""
    for watch in instance.watches:
        token, _ = watch.key
        element = watch.spec.place
        for position, trigger in enumerate(watch.spec.triggers):
            if trigger.kind == "timer":
                clock = watch.clocks.get(position)
                said = trigger.schedule.source if trigger.schedule else ""
                yield Awaited(
                    token, element, "timer", said, clock.due if clock else None, clock.left if clock else 0
                )
            elif trigger.kind in ("message", "signal"):
                keys = tuple(sorted(watch.expected(trigger).items()))
                yield Awaited(token, element, trigger.kind, trigger.name or "", keys=keys)
            elif trigger.kind == "conditional":
                yield Awaited(token, element, "conditional", trigger.condition or "")
