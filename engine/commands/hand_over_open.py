"""Somebody is away: what waited for him already goes to his substitute too."""

import uuid

from db.link import Row
from db.unit_of_work import reading, transaction
from engine import handlers
from engine.absences import campus_day, open_substitution
from engine.assignment.people import people_behind
from engine.assignment.substitutes import stand_in
from engine.errors import AbsenceRefused
from engine.opening import open_by_system
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.store import substitutions
from identity.keys import person_key
from identity.principal import Principal


def hand_over_open(rt: Runtime, by: Principal, substitution_id: int) -> int:
    """Give a substitute what is open for whom he stands in; give how many tasks that were.

    Only tasks that name the absent person himself: those of his groups and posts are others' as well. Each
    matter is a transaction of its own, so that a long list holds nobody up.

    Raises
    ------
    NotFound, Forbidden
        See :func:`engine.absences.open_substitution`.
    AbsenceRefused
        ``not_now``: it is over, or has not begun.
    """
    with transaction() as uow:
        row = open_substitution(uow, by, substitution_id)
        if row.ended_at is not None or not row.since <= campus_day(rt.clock()) <= row.until:
            raise AbsenceRefused("not_now")
    principal = person_key(row.person_id)
    with reading() as connection:
        waiting = substitutions.instances_waiting(connection, principal, row.service_key)
    return sum(_hand_over(rt, matter, principal) for matter in waiting)


def _hand_over(rt: Runtime, instance_id: uuid.UUID, principal: str) -> int:
    with transaction() as uow:
        running = open_by_system(rt, uow, instance_id)
        if running is None:
            return 0
        handed = sum(_give(running, task, principal) for task in running.open_tasks)
        if handed:
            save(running)
        return handed


def _give(running: Running, task: Row, principal: str) -> int:
    """Offer one task anew; 0 if nobody can stand in at this one."""
    his = [tuple(reason) for reason in task.reasons if reason[0] == principal]
    if not his or running.deployed.step(task.element).apply:
        return 0
    instead = stand_in(his, people_behind(running, [principal]))
    if not instead.pairs:
        return 0
    others = [tuple(reason) for reason in task.reasons if reason[0] != principal]
    handlers.put(running, task, tuple(dict.fromkeys([*others, *instead.reasons])))
    for absent, substitute in instead.pairs:
        running.stands_in(task.id, task.element, absent, substitute)
    return 1
