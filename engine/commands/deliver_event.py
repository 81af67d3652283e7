"""Bring a message or signal that one instance threw to who waits for it, or let it begin something.

A message is for one receiver: one that waits in the same conversation, else whoever of the service has waited
longest, else a process that it begins; if nobody wants it, it waits itself. A signal is for all. What is for
a suspended instance waits until that goes on (:mod:`engine.store.postponed`).
"""

import logging
import uuid

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.beginning import begin_by_event
from engine.execution import ExecutionError, Occurrence
from engine.opening import open_by_system
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import HEAR_EVENT, save
from engine.store import beginnings, occurrences, postponed, subscriptions

_log = logging.getLogger(__name__)


def deliver_event(rt: Runtime, occurrence_id: uuid.UUID) -> None:
    """Deliver an occurrence; a second call for the same one does nothing."""
    with transaction() as uow:
        row = occurrences.lock(uow, occurrence_id)
        if row is None or row.delivered_at is not None:
            return
        delivered = _message(rt, uow, row) if row.kind == "message" else _signal(rt, uow, row)
        if delivered:
            occurrences.delivered(uow, occurrence_id, rt.clock())


def hear_event(rt: Runtime, occurrence_id: uuid.UUID, instance_id: uuid.UUID) -> None:
    """Let one instance hear a signal, once."""
    with transaction() as uow:
        running = open_by_system(rt, uow, instance_id)
        row = occurrences.read(uow, occurrence_id)
        if running is None and row is not None:
            postponed.put(uow, occurrence_id, instance_id)
        if running is None or row is None or not occurrences.receive(uow, occurrence_id, str(instance_id)):
            return
        if running.execution.receive(_event(row)):
            running.hops = row.hops + 1
            running.settle()
            save(running)


def _event(row: Row) -> Occurrence:
    return Occurrence(row.kind, row.name, payload=row.payload, keys=row.keys)


def _message(rt: Runtime, uow: UnitOfWork, row: Row) -> bool:
    event = _event(row)
    silent: list[uuid.UUID] = []
    for receiver in subscriptions.receivers(uow, row):
        running = _open(rt, uow, receiver.instance_id)
        if running is None:
            # One of the same conversation is waited for; of others only if nobody else wants it.
            if receiver.near and postponed.put(uow, row.id, receiver.instance_id):
                return False
            silent.append(receiver.instance_id)
        elif running.execution.receive(event):
            running.hops = row.hops + 1
            running.settle()
            save(running)
            return True
    if any(postponed.put(uow, row.id, one) for one in silent):
        return False
    for place in beginnings.named(uow, row.service_key, row.kind, row.name)[:1]:
        return _begin(rt, uow, row, place)
    return False


def _open(rt: Runtime, uow: UnitOfWork, instance_id: uuid.UUID) -> Running | None:
    """Lock a receiver; one that cannot be loaded must not keep a message from the others."""
    try:
        return open_by_system(rt, uow, instance_id)
    except ExecutionError as problem:
        _log.error("instance %s cannot be moved: %s", instance_id, problem.code)
        return None


def _signal(rt: Runtime, uow: UnitOfWork, row: Row) -> bool:
    """Each receiver is told in a transaction of his own: they do not wait for each other."""
    for receiver in subscriptions.receivers(uow, row):
        if receiver.since <= row.at and receiver.instance_id != row.instance_id:
            occurrence, instance = str(row.id), str(receiver.instance_id)
            key = f"{occurrence}/{instance}"
            uow.defer(HEAR_EVENT, key=key, occurrence_id=occurrence, instance_id=instance)
    for place in beginnings.named(uow, row.service_key, row.kind, row.name):
        _begin(rt, uow, row, place)
    return True


def _begin(rt: Runtime, uow: UnitOfWork, row: Row, place: Row) -> bool:
    begun = begin_by_event(
        rt,
        uow,
        definition_id=place.definition_id,
        process_id=place.process_id,
        element=place.element,
        event=_event(row),
        initiator_id=row.initiator_id,
        unit_id=row.unit_id,
        conversation=row.conversation,
        hops=row.hops + 1,
    )
    return begun is not None
