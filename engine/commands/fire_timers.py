"""Let time pass: run what is due, each instance in a transaction of its own."""

import logging
import uuid
from datetime import timedelta

from db.link import Row
from db.trouble import TROUBLE
from db.unit_of_work import UnitOfWork, transaction
from engine.beginning import begin_by_event
from engine.definitions import creator_of
from engine.execution import next_turn
from engine.opening import open_if_free
from engine.runtime import Runtime
from engine.saving import save
from engine.store import beginnings, instances
from engine.sweeping import sweep

LATER = timedelta(hours=1)
"""When an instance that cannot be loaded is looked at again: it must not hold up the others."""

_log = logging.getLogger(__name__)


def fire_timers(rt: Runtime, *, limit: int = 500) -> int:
    """Fire the timers that are due at ``rt.clock()``; give how many instances were moved or begun.

    Any number of workers may call it at once. What was due during a downtime fires now, once. At most
    `limit` are moved and as many begun, so that neither holds up the other.
    """
    moved = sweep(lambda most: _due(rt, most), lambda found: _fire(rt, found), limit=limit)
    begun = 0
    while begun < limit and _begin_next(rt):
        begun += 1
    return moved + begun


def _due(rt: Runtime, most: int) -> list[uuid.UUID]:
    with transaction() as uow:
        return instances.due(uow, rt.clock(), most)


def _fire(rt: Runtime, instance_id: uuid.UUID) -> bool:
    """Move an instance on, unless another worker does or has done so."""
    now = rt.clock()
    try:
        with transaction() as uow:
            running = open_if_free(rt, uow, instance_id, due=now)
            if running is None:
                return False
            running.settle()
            save(running)
    except TROUBLE:
        # The database, not the instance: the next sweep tries again.
        raise
    except Exception as problem:  # noqa: BLE001  (whatever one meets must not hold up the others)
        _log.error("instance %s cannot be moved: %s", instance_id, _name(problem))
        with transaction() as uow:
            instances.look_again(uow, instance_id, now, now + LATER)
    return True


def _begin_next(rt: Runtime) -> bool:
    place = None
    try:
        with transaction() as uow:
            place = beginnings.due(uow, rt.clock())
            if place is not None:
                _begin(rt, uow, place)
    except TROUBLE:
        raise
    except Exception as problem:
        if place is None:
            raise
        _log.error("version %s cannot be begun: %s", place.definition_id, _name(problem))
        with transaction() as uow:
            beginnings.set_next(uow, place.id, rt.clock() + LATER, place.turns_left)
    return place is not None


def _begin(rt: Runtime, uow: UnitOfWork, place: Row) -> None:
    """Begin an instance by a timer, and wind the timer up for its next turn."""
    deployed = rt.definitions.get(uow, place.definition_id)
    program = deployed.program_of(place.process_id)
    found = [one for one in program.beginnings if one.element == place.element and one.schedule]
    due, left = None, 0
    if found and found[0].schedule is not None:
        due, left = next_turn(found[0].schedule, place.next_due, place.turns_left, rt.clock(), place.since)
    beginnings.set_next(uow, place.id, due, left)
    creator = creator_of(uow, place.definition_id)
    if creator is not None:
        begin_by_event(
            rt,
            uow,
            definition_id=place.definition_id,
            process_id=place.process_id,
            element=place.element,
            event=None,
            initiator_id=creator,
        )


def _name(problem: Exception) -> str:
    """What is told of it: a code or a class, never the words, which may hold personal data."""
    return str(getattr(problem, "code", type(problem).__name__))
