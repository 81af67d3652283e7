"""Work on what was ordered for many matters: one transaction a matter, its outcome in the same."""

import logging
from datetime import timedelta
from typing import Any

from db.link import Row
from db.trouble import TROUBLE
from db.unit_of_work import UnitOfWork, keeping_open, reading, transaction
from engine.bulk import defer_work
from engine.effects import fingerprint_of, require_unchanged, try_out
from engine.errors import EngineError, Forbidden, Invalid
from engine.mends import mend_named
from engine.runtime import Runtime
from engine.store import bulks
from identity.principal import Principal, load

_log = logging.getLogger(__name__)

SLICE = timedelta(seconds=20)
"""How long one job works; then it makes room for others and asks for a next one."""


class _NotMine(Exception):
    """Another worker has the item, or its order was stopped."""


def work_bulk(rt: Runtime, bulk_id: int) -> int:
    """Do items of an order until nothing is left, it is stopped, or the time is over; give how many.

    Several workers may do so at once. An item is done once, whatever dies when: what was done and that it was
    done are committed together. Each is done with the rights that whoever ordered it has at that moment, and
    only while its matter stands as its trial has seen it.
    """
    until = rt.clock() + SLICE
    done = 0
    while (item := _next(bulk_id)) is not None:
        if item.state == "checking":
            _foresee(rt, bulk_id, item)
        else:
            _do(rt, bulk_id, item)
        done += 1
        if rt.clock() >= until:
            with transaction() as uow:
                defer_work(uow, bulk_id, lanes=1)
            return done
    with transaction() as uow:
        bulks.finish(uow, bulk_id, rt.clock())
    return done


def queue_bulks(rt: Runtime) -> int:
    """Ask for new jobs of the orders whose jobs were lost; give how many orders."""
    with transaction() as uow:
        found = bulks.stalled(uow, rt.clock() - bulks.QUIET)
        for bulk_id in found:
            defer_work(uow, bulk_id, lanes=1)
        return len(found)


def _next(bulk_id: int) -> Row | None:
    with reading() as connection:
        return bulks.next_item(connection, bulk_id)


def _principal(person_id: int) -> Principal:
    """Load whoever ordered it anew, with what he may do at this moment."""
    with reading() as connection:
        found = load(connection, person_id)
    if found is None:
        raise Forbidden(person=person_id)
    return found


def _act(rt: Runtime, item: Row) -> None:
    found = mend_named(item.action, many=True)
    by = _principal(item.ordered_by)
    found.run(rt, by, item.instance_id, **found.read(item.params), reason=item.reason)


def _foresee(rt: Runtime, bulk_id: int, item: Row) -> None:
    code, params, seen = "", None, None

    def look(uow: UnitOfWork) -> None:
        nonlocal seen
        if not bulks.hold(uow, bulk_id, item.n):
            raise _NotMine
        seen = fingerprint_of(uow, item.instance_id)

    try:
        try_out(lambda: _act(rt, item), look)
    except _NotMine:
        return
    except EngineError as refused:
        code, params = refused.code, _told(refused)
    except TROUBLE:
        raise
    except Exception as fault:  # noqa: BLE001  (one matter that cannot be read must not stop the others)
        _log_fault(item, fault)
        code = "failed"
    with transaction() as uow:
        bulks.foresee(uow, bulk_id, item.n, code, params, seen, rt.clock())


def _do(rt: Runtime, bulk_id: int, item: Row) -> None:
    def take(uow: UnitOfWork) -> None:
        if not bulks.take(uow, bulk_id, item.n):
            raise _NotMine
        if item.seen is not None:
            require_unchanged(rt, uow, _principal(item.ordered_by), item.instance_id, item.seen)

    try:
        with keeping_open(take) as kept:
            try:
                _act(rt, item)
                outcome: tuple[str, str | None, Any] = ("done", None, None)
            except EngineError as refused:
                # What it had done is taken back; that it was refused is kept.
                outcome = ("refused", refused.code, _told(refused))
            if kept.uow is not None:
                bulks.tell(kept.uow, bulk_id, item.n, *outcome, rt.clock())
                return
    except _NotMine:
        return
    except TROUBLE:
        # The database's own troubles pass: the job is tried again.
        raise
    except Exception as fault:  # noqa: BLE001  (one matter that cannot be read must not stop the others)
        _log_fault(item, fault)
        outcome = ("failed", "failed", None)
    with transaction() as uow:
        bulks.tell(uow, bulk_id, item.n, *outcome, rt.clock())


def _told(refused: EngineError) -> dict[str, Any]:
    """Give what fills the sentence of a refusal; of fields at fault the first one, by pointer and code."""
    if isinstance(refused, Invalid) and refused.errors:
        first = refused.errors[0]
        plain = {name: one for name, one in first.params.items() if isinstance(one, str | int | float)}
        return {**plain, "field": first.pointer, "fault": first.code}
    return dict(getattr(refused, "params", {}))


def _log_fault(item: Row, fault: Exception) -> None:
    _log.error("instance %s: %s failed with %s", item.instance_id, item.action, type(fault).__name__)
