"""Let time pass: run what is due, each instance in a transaction of its own."""

import logging
from datetime import timedelta

from db.unit_of_work import transaction
from engine.beginning import begin_by_event
from engine.definitions import creator_of
from engine.execution import ExecutionError, next_turn
from engine.opening import open_by_system
from engine.runtime import Runtime
from engine.saving import save
from engine.store import beginnings, instances

LATER = timedelta(hours=1)
"""When an instance that cannot be loaded is looked at again: it must not hold up the others."""

_log = logging.getLogger(__name__)


def fire_timers(rt: Runtime, *, limit: int = 500) -> int:
    """Fire the timers that are due at ``rt.clock()``; give how many instances were moved or begun.

    Any number of workers may call it at once. What was due during a downtime fires now, once.
    """
    fired = 0
    while fired < limit and (_fire_next(rt) or _begin_next(rt)):
        fired += 1
    return fired


def _fire_next(rt: Runtime) -> bool:
    with transaction() as uow:
        found = instances.due(uow, rt.clock(), 1)
        if not found:
            return False
        try:
            running = open_by_system(rt, uow, found[0])
            if running is not None:
                running.settle()
                save(running)
        except ExecutionError as problem:
            _log.error("instance %s cannot be moved: %s", found[0], problem.code)
            instances.look_again(uow, found[0], rt.clock() + LATER)
        return True


def _begin_next(rt: Runtime) -> bool:
    with transaction() as uow:
        place = beginnings.due(uow, rt.clock())
        if place is None:
            return False
        deployed = rt.definitions.get(uow, place.definition_id)
        program = deployed.program_of(place.process_id)
        found = [one for one in program.beginnings if one.element == place.element and one.schedule]
        due, left = None, 0
        if found and found[0].schedule is not None:
            due, left = next_turn(found[0].schedule, place.next_due, place.turns_left, rt.clock())
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
        return True
