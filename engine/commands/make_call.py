"""Make the call of a step that asks an outside system, and bring its answer."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from connectors.errors import CannotOpen
from connectors.outside import Bound, Failed, Patience, Refused, Request
from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.calling import hear
from engine.opening import open_by_system
from engine.runtime import Runtime
from engine.saving import save
from engine.store import calls, secrets

MARGIN = timedelta(seconds=10)
"""What a try may take beyond its limit before it counts as lost: the transactions around it."""
FULL = timedelta(seconds=1)
"""When a call is looked at again that found all places at its connector taken."""


def make_call(rt: Runtime, call_id: uuid.UUID) -> None:
    """Try a call once, outside every transaction, and tell its instance what came of it.

    Nothing happens for a call that is over, another worker's, or not due yet. A worker that dies on its way
    leaves the call to the sweep; the receiver sees the same key again.
    """
    with transaction() as uow:
        taken = _take(rt, uow, call_id)
    if taken is None:
        return
    answer = _made(rt, taken) if isinstance(taken, _Try) else taken
    if answer is not None:
        _tell(rt, call_id, answer)


Came = Mapping[str, Any]
"""What a call has come to: ``result``; or ``error`` with ``values``; or ``failed``; with a ``detail``."""


@dataclass(frozen=True, slots=True)
class _Try:
    """A call that is this worker's now."""

    id: uuid.UUID
    name: str
    request: Request
    bound: Bound
    number: int


def _take(rt: Runtime, uow: UnitOfWork, call_id: uuid.UUID) -> _Try | Came | None:
    """Take a call that is to be made now, or what has come of it already; None if neither."""
    now = rt.clock()
    row = calls.take(uow, call_id, now)
    if row is None or row.instance_state != "running":
        # The sweep brings it again when the instance goes on.
        return None
    if row.answer is not None:
        came: Came = row.answer
        return came
    try:
        bound = _bound(rt, uow, row.connector)
        opened = secrets.open_all(uow, rt.vault, row.instance_id, row.secrets)
    except (Failed, CannotOpen) as fault:
        return _never(uow, row, fault, now)
    if not _has_place(uow, row, bound.patience, now):
        return None
    calls.begin(uow, row.id, now + timedelta(seconds=bound.patience.limit_s) + MARGIN)
    request = Request(row.operation, {**row.params, **opened}, str(row.id), frozenset(opened))
    return _Try(row.id, row.connector, request, bound, row.tries + 1)


def _bound(rt: Runtime, uow: UnitOfWork, name: str) -> Bound:
    bound = rt.connectors.find(uow, name)
    if bound is None:
        raise Failed("no_connector", name, lasting=True)
    return bound


def _never(uow: UnitOfWork, row: Row, fault: Failed | CannotOpen, now: datetime) -> Came | None:
    """Keep as the answer that this call cannot be made as things are set up."""
    came = {"failed": fault.code, "detail": getattr(fault, "detail", "")}
    calls.begin(uow, row.id, now + MARGIN)
    return came if calls.answered(uow, row.id, came, now) else None


def _has_place(uow: UnitOfWork, row: Row, patience: Patience, now: datetime) -> bool:
    """Whether the connector takes one more call now; if not it is looked at again in time."""
    calls.wait_for_turn(uow, row.connector)
    rests = calls.rests_until(uow, row.connector)
    if rests is not None and rests > now:
        calls.later(uow, row.id, rests)
        return False
    if calls.under_way(uow, row.connector, now) >= patience.at_once:
        calls.later(uow, row.id, now + FULL)
        return False
    if rests is not None:
        calls.probe(uow, row.connector, now + timedelta(seconds=patience.limit_s) + MARGIN)
    return True


def _made(rt: Runtime, turn: _Try) -> Came | None:
    """Make the call and keep what came of it; None if it will be tried again or nobody waits any more."""
    try:
        result = turn.bound.connector.call(turn.request, turn.bound.patience.limit_s)
    except Refused as no:
        return _kept(rt, turn, {"error": no.error, "detail": no.detail, "values": no.values}, well=True)
    except Failed as fault:
        return _failed(rt, turn, fault)
    except Exception as fault:  # noqa: BLE001  (whatever a connector meets must not lose the call)
        return _failed(rt, turn, Failed("broken", type(fault).__name__))
    return _kept(rt, turn, {"result": dict(result)}, well=True)


def _failed(rt: Runtime, turn: _Try, fault: Failed) -> Came | None:
    patience, now = turn.bound.patience, rt.clock()
    is_last = fault.lasting or turn.number >= patience.tries
    with transaction() as uow:
        if not fault.lasting:
            calls.ill(uow, turn.name, patience.breaks_after, now + timedelta(seconds=patience.rests_s))
        if not is_last:
            wait = timedelta(seconds=patience.wait_s(turn.number))
            calls.later(uow, turn.id, now + wait, fault.code, fault.detail)
    return _kept(rt, turn, {"failed": fault.code, "detail": fault.detail}, well=False) if is_last else None


def _kept(rt: Runtime, turn: _Try, came: Came, *, well: bool) -> Came | None:
    with transaction() as uow:
        if well:
            calls.well(uow, turn.name)
        return came if calls.answered(uow, turn.id, came, rt.clock()) else None


def _tell(rt: Runtime, call_id: uuid.UUID, came: Came) -> None:
    """Let the instance hear what came of a call; one that is suspended hears it when it goes on."""
    with transaction() as uow:
        instance_id = calls.instance_of(uow, call_id)
        # The instance first, as every command does: whoever withdraws the call holds it then.
        running = open_by_system(rt, uow, instance_id) if instance_id is not None else None
        row = calls.take(uow, call_id, rt.clock()) if running is not None else None
        if running is None or row is None or row.state != "answered":
            return
        hear(running, row, came)
        running.settle()
        save(running)
