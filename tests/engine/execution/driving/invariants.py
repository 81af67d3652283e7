"""What holds for an instance at rest, whatever was done to it."""

from collections import Counter
from typing import Any

from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.nodes.signing import SIGN
from engine.execution.token import COMPLETED, FAILED, LIVE, READY, STARTED, WAITING, Token

_ACTIVE = READY | STARTED | FAILED


def check(instance: Instance) -> None:
    """Everything that can be seen without the history."""
    for level in instance.levels():
        check_level(level)
    check_rest(instance)
    check_listeners(instance)
    check_homes(instance)


def check_history(instance: Instance, since: int = 0) -> None:
    """Everything that needs every token awake.

    Parameters
    ----------
    since
        The last token when it came to the present version of its process: until then other flows were taken.
    """
    instance.wake()
    check(instance)
    for token in instance.tokens.values():
        if token.id > since:
            check_course(token)
        assert not (token.live and token.task_spec.is_gone)
    check_joins(instance)
    check_counters(instance)


# --- indexes


def check_level(level: Level) -> None:
    """The indexes of a level say what its tokens say; it is completed if and only if nothing lives."""
    live = {key: token for key, token in level.tasks.items() if token._state & LIVE}
    assert set(level.open) == set(live)
    assert level.positions == Counter(token.task_spec.place for token in live.values())
    assert level.completed == (not live)
    waiting: dict[str, dict[str | None, list[Token]]] = {}
    for _, token in sorted(live.items()):
        if token.task_spec.gathers and token._state == WAITING:
            waiting.setdefault(token.task_spec.name, {}).setdefault(token.via, []).append(token)
    assert level.waiting_at == waiting


def check_rest(instance: Instance) -> None:
    """Nothing is left that could run, and the instance knows who waits for whom."""
    live = {key: token for level in instance.levels() for key, token in level.open.items()}
    manual = {key for key, token in live.items() if token._state == READY and token.task_spec.manual}
    assert set(instance.todo) == manual
    assert {key for key, token in live.items() if token._state == READY} == manual
    assert set(instance.failed) == {key for key, token in live.items() if token._state == FAILED}
    # After a load, and only then, those that look whether they may go on are to look once more.
    assert all(not token.live or token.task_spec.looks for token in instance.agenda._queue)
    assert not instance.thrown
    calls = {call.id for call in live.values() if call._state == STARTED and not call.task_spec.hosts}
    assert all(type(instance.tokens[key].task_spec).__name__ == "ServiceTask" for key in calls)
    assert instance.completed == (not live) or instance.terminated


# --- listeners


def listening_now(instance: Instance) -> set[tuple[int, str]]:
    """Who should listen: exactly one set for each live host and each live level."""
    found = set()
    for level in instance.levels():
        if not (level.completed or level.is_closing or _is_taken_over(level)):
            found |= {(level.host_id, name) for name in level.spec.event_subs}
        for token in level.open.values():
            spec = token.task_spec
            if spec.catches and token._state == WAITING:
                found.add((token.id, spec.name))
            if token._state & (_ACTIVE | WAITING if spec.catches else _ACTIVE):
                found |= {(token.id, name) for name in spec.boundaries}
    return found


def _is_taken_over(level: Level) -> bool:
    """Whether an event sub-process has interrupted it, or it lives for compensation only."""
    around = level.around
    usurped = any(token.task_spec.usurps for token in level.open.values())
    return usurped or (around is not None and not around.live)


def check_listeners(instance: Instance) -> None:
    """Nobody listens twice, nor for what has gone; each has what it needs to catch."""
    watches = instance.watches
    armed = {watch.key: watch for watch in watches}
    assert set(armed) == listening_now(instance)
    assert not watches.unarmed
    assert not watches.stored
    kinds: dict[str, set[Any]] = {"message": set(), "signal": set(), "conditional": set(), "timer": set()}
    for key, watch in armed.items():
        assert watch.armed
        assert watch.holder is None or watch.holder is instance.tokens[watch.holder.id]
        for trigger in watch.spec.triggers:
            if trigger.kind in kinds:
                kinds[trigger.kind].add((*key, trigger.name) if trigger.kind in _NAMED else key)
    named = {(*key, name) for (_, name), found in watches._named.items() for key in found}
    assert named == kinds["message"] | kinds["signal"]
    assert set(watches.lookers) == kinds["conditional"]
    assert set(watches.timers) == {key for key in kinds["timer"] if armed[key].clocks}
    now = instance.env.clock().timestamp()
    assert all(watch.due is None or watch.due > now for watch in armed.values())


_NAMED = ("message", "signal")


# --- tokens


def check_homes(instance: Instance) -> None:
    """Whatever lives stands in something that lives, and under nothing that was undone."""
    for token in (token for level in instance.levels() for token in level.open.values()):
        assert not token.void
        around = token.workflow.around
        if around is not None and not _undoes(instance, token):
            assert around._state == STARTED
            assert not around.void
        if token.is_item:
            # A step goes on beside those who sign beside it.
            beside = token.internal_data.get(SIGN, [""])[0] != "before" and token.parent._state == READY
            assert token.parent._state in (STARTED, FAILED) or beside


def _undoes(instance: Instance, token: Token) -> bool:
    """Whether a token belongs to the compensation of what has completed."""
    at: Token | None = token
    while at is not None:
        if "for" in at.internal_data:
            return True
        at = instance.tokens.get(at._parent) if at._parent else at.workflow.around
    return False


def check_course(token: Token) -> None:
    """A token that went on did so by the flows of its node, once each."""
    spec, parent = token.task_spec, token.parent
    assert parent is None or token.void or not parent.void
    taken_in = token.internal_data.get("reset") is not None
    if not token.counts or token.into or not spec.outgoing or taken_in:
        return
    ways = Counter(child.via for child in token.children if child.via and not child.void)
    assert set(ways.values()) == {spec.completion_quantity}
    flows = {flow.id for flow in spec.outgoing}
    kind = type(spec).__name__
    if kind == "ExclusiveGateway":
        assert len(ways) == 1
    elif kind != "InclusiveGateway":
        assert set(ways) == flows
    assert set(ways) <= flows


def check_joins(instance: Instance) -> None:
    """Every firing merged tokens of distinct flows, each of them once; a parallel one all of them."""
    merged: dict[int, list[Token]] = {}
    for token in instance.tokens.values():
        if token.into and not token.void and not token.task_spec.is_gone:
            assert token._state == COMPLETED
            assert all(child.void for child in token.children)
            merged.setdefault(token.into, []).append(token)
    for key, tokens in merged.items():
        survivor = instance.tokens[key]
        flows = [token.via for token in (survivor, *tokens)]
        assert len(flows) == len(set(flows))
        assert all(token.workflow is survivor.workflow for token in tokens)
    for token in instance.tokens.values():
        if type(token.task_spec).__name__ == "ParallelGateway" and token.counts and not token.into:
            flows = {part.via for part in (token, *merged.get(token.id, ()))}
            assert len(token.task_spec.incoming) < 2 or flows == {f.id for f in token.task_spec.incoming}


# --- variables


def check_counters(instance: Instance) -> None:
    """What each script and service has written is there: as many runs as its tokens have completed."""
    runs: Counter[tuple[int, str]] = Counter()
    owners = {}
    for token in instance.tokens.values():
        place = token.task_spec.place
        if not place.startswith(("sc", "sv", "so")):
            continue
        name = f"own_{token.workflow.spec.name}" if place.startswith("so") else f"w_{place}"
        owner = token.scope.owner(name)
        owners[owner.id, name] = owner
        runs[owner.id, name] += token._state == COMPLETED
        if place.startswith("so"):
            assert owner is token.workflow.scope
    for (key, name), owner in owners.items():
        assert (owner.names.get(name) or 0) == runs[key, name], (key, name)
    for level in instance.levels():
        if level.around is not None and level.around.task_spec.isolated:
            assert "secret" not in {name for scope in level.scope.chain() for name in scope.names}
