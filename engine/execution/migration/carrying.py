"""Writing the state of an instance anew, so that it speaks of another program.

What has happened stays, by number: a token of the past whose node is no longer there stands on its level's
`Gone`. A finished sub-process that is no longer there leaves its tokens to the level around it.
"""

from collections.abc import Iterator
from typing import Any

from engine.execution.columns import Columns
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.migration.matching import Matching
from engine.execution.nodes.signing import SIGN
from engine.execution.process import LevelSpec
from engine.execution.token import Token

_RESET = "reset"
"""What a complex gateway remembers with its token: the flows that had come."""


def carry(instance: Instance, matching: Matching) -> None:
    """Turn a loaded instance into one of the new program, for nothing but to be dumped."""
    instance.wake()
    instance.columns = Columns()
    _carry_listeners(instance, matching)
    for host, level in sorted(_levels(instance)):
        old = level.spec
        new = matching.levels.get(old.name)
        is_known = new is not None and (not host or not instance.tokens[host].task_spec.is_gone)
        if new is None or not is_known:
            _dissolve(instance, level)
            continue
        _carry_level(level, new, matching)
        for token in level.tasks.values():
            _carry_token(token, old, new, matching)
        level.spec = new
        for name in new.declared if not level.completed else ():
            level.scope.names.setdefault(name, None)


def _levels(instance: Instance) -> Iterator[tuple[int, Level]]:
    """Every level by the token around it: those outside come before those inside."""
    yield 0, instance
    yield from instance.subprocesses.items()


def _carry_token(token: Token, old: LevelSpec, new: LevelSpec, matching: Matching) -> None:
    found = matching.node(old, token.task_spec.name)
    if found is None:
        _let_go(token, new)
        return
    token.task_spec = found
    token.via = matching.via(token.via)
    own = token.internal_data
    if SIGN in own and own[SIGN][1]:
        own[SIGN] = [own[SIGN][0], matching.renamed(own[SIGN][1])]
    if own.get(_RESET) is not None:
        own[_RESET] = [matching.via(flow) for flow in own[_RESET]]


def _let_go(token: Token, level: LevelSpec) -> None:
    """Only that it was there is kept, and what it led to."""
    token.task_spec = level.gone
    token.via, token.index, token.failure = None, None, None
    token.internal_data = {}
    token.workflow.top_workflow.item_scopes.pop(token.id, None)


def _dissolve(instance: Instance, level: Level) -> None:
    """Give the tokens of a level that is no longer there to the level around: the whole depends on them."""
    host = level.around
    assert host is not None
    outer = host.workflow
    for token in level.tasks.values():
        if token._parent is None:
            token._parent = host.id
        token.workflow = outer
        _let_go(token, outer.spec)
    del instance.subprocesses[host.id]


def _carry_level(level: Level, new: LevelSpec, matching: Matching) -> None:
    resets, fired_at, begun_at = level.own_state
    level.take_state(
        {matching.renamed(name): [matching.via(flow) for flow in had] for name, had in resets.items()},
        {matching.renamed(name): token for name, token in fired_at.items()},
        matching.renamed(begun_at) if begun_at is not None else None,
    )


def _carry_listeners(instance: Instance, matching: Matching) -> None:
    """Those that wait for the same as before go on waiting; the others begin anew, once it is loaded."""
    kept: dict[Any, Any] = {}
    for watch in instance.watches:
        found = matching.node(watch.level.spec, watch.spec.name)
        if found is not None and found.triggers == watch.spec.triggers:
            kept[watch.key] = watch
            watch.spec = found
    instance.watches.keep(kept)
