"""Write what a command made of an instance: snapshot, to-do items, record, incidents, events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from forms.validation import changes as leaf_changes

from . import attachments, calling, events, filling, handlers
from .execution import Change
from .running import Running
from .searchable import ordered_values, searchable_values
from .store import (
    copies,
    drafts,
    handovers,
    incidents,
    instances,
    occurrences,
    ordered,
    postponed,
    record,
    secrets,
    subscriptions,
    tasks,
)
from .store.postponed import DELIVER_EVENT, HEAR_EVENT

__all__ = ["DELIVER_EVENT", "ENDED", "HEAR_EVENT", "save"]

LOOK_FOR_MESSAGES = "engine.look_for_messages"
"""The job that looks for messages that came before anybody waited for them."""

ENDED = ("completed", "terminated", "cancelled")


def save(running: Running) -> None:
    """Store everything in the command's transaction."""
    changes = running.execution.take_changes()
    _save_instance(running, changes)
    closed = _close_tasks(running)
    if running.pending.new_tasks:
        tasks.insert(running.uow, running.facts.id, running.pending.new_tasks, running.now)
    for task_id, absent, instead in running.pending.stood_in:
        handovers.insert(running.uow, task_id, "transfer", absent, instead, running.now)
    for task_id, reasons in running.pending.offers.items():
        tasks.offer(running.uow, task_id, reasons)
    _save_record(running, changes)
    _bring_back_typed(running)
    for one in running.pending.copies:
        copies.put(running.uow, running.facts.id, one.people, None, one.element, running.now)
    _save_incidents(running)
    _save_events(running)
    calling.save_calls(running)
    if running.suspended_at is not None and running.state in ENDED:
        postponed.hand_on(running.uow, running.facts.id)
    running.stores.save(running.now)
    pending = running.pending
    _save_secrets(running)
    if pending.attachments:
        attachments.bind(running.uow, running.facts.id, pending.attachments)
    _publish(running, closed)


def _save_instance(running: Running, changes: Iterable[Change]) -> None:
    values: dict[str, Any] = {
        "id": running.facts.id,
        "state": running.state,
        "snapshot": running.execution.dump(),
        "record_length": running.length,
        "record_head": running.head,
        "ended_at": running.now if running.state in ENDED else None,
        # Time stands still for what is suspended; what is due by then fires once it goes on.
        "next_due": running.execution.next_due if running.state == "running" else None,
        "suspended_at": running.suspended_at if running.state not in ENDED else None,
    }
    searched = _searched(running, changes)
    if searched is not None:
        values["fields"] = orjson.dumps(searched).decode()
    if running.stored:
        instances.update(running.uow, values)
    else:
        _insert_instance(running, values)
    if searched is not None and running.deployed.ordered:
        found = list(ordered_values(running.deployed, running.facts.id, searched))
        ordered.keep(running.uow, [running.facts.id], found)


def _searched(running: Running, changes: Iterable[Change]) -> list[Any] | None:
    """Give the searchable values; None if they are those that are stored."""
    names = running.deployed.searchable_names
    if running.is_filled and not any(change.name in names for change in changes):
        return None
    return searchable_values(running.deployed, running.execution)


def _insert_instance(running: Running, values: Mapping[str, Any]) -> None:
    facts = running.facts
    instances.insert(
        running.uow,
        {
            **values,
            "definition_id": facts.definition_id,
            "service_key": facts.service_key,
            "business_no": facts.business_no,
            "title": facts.title,
            "initiator_id": facts.initiator_id,
            "unit_id": facts.unit_id,
            "started_at": facts.started_at,
            "process_id": facts.process_id,
            "conversation": facts.conversation,
        },
    )


def _close_tasks(running: Running) -> list[tuple[int, str]]:
    """Close rows, those that ended alike in one statement; give (task id, state)."""
    ids = {row.token: row.id for row in running.open_tasks}
    is_planned = any(row.due_at is not None for row in running.open_tasks)
    alike: dict[Any, list[int]] = defaultdict(list)
    for token, closing in running.pending.closings.items():
        if token in ids:
            alike[closing].append(ids[token])
    for closing, task_ids in alike.items():
        tasks.close(
            running.uow,
            task_ids,
            closing.state,
            running.now,
            closing.handler_id,
            closing.outcome,
            is_planned=is_planned,
            comes_back=closing.comes_back,
        )
    return [(task_id, closing.state) for closing, task_ids in alike.items() for task_id in task_ids]


def _bring_back_typed(running: Running) -> None:
    """Give an owner what he had typed; after the record, which tells what others have changed meanwhile."""
    new = running.pending.new_tasks
    back = [task.id for task in new if any(reason[1] == handlers.OWNER for reason in task.reasons)]
    if back:
        drafts.follow(running.uow, back)


def _save_record(running: Running, changes: Iterable[Change]) -> None:
    pending = running.pending
    changed = [
        [pointer, old, new, *([change.scope] if change.scope else [])]
        for change in changes
        if not filling.is_of_the_record(running.deployed.form, change.name)
        for pointer, old, new in leaf_changes({change.name: change.old}, {change.name: change.new})
    ]
    if not pending.entries:
        return
    # All that a command changes belongs to its first entry, which says who and at which step.
    told = {pending.entries[0][0].n: changed} if changed else {}
    record.append(running.uow, running.facts.id, pending.entries, pending.words, told)


def _save_incidents(running: Running) -> None:
    for failure in running.pending.failures:
        incidents.insert(
            running.uow,
            running.facts.id,
            failure.token,
            failure.element,
            failure.code,
            failure.detail,
            running.now,
        )
    if running.pending.mended:
        incidents.close(running.uow, running.pending.mended, running.now)


def _save_secrets(running: Running) -> None:
    """Seal what was entered; what has ended needs no secrets any more, used or not (decision 11)."""
    facts = running.facts
    if running.state in ENDED:
        secrets.erase_all(running.uow, facts.id, running.now)
    elif running.pending.secrets:
        secrets.put(running.uow, running.rt.vault, facts.id, running.pending.secrets, running.now)


def _save_events(running: Running) -> None:
    """Store what it waits for, and send what it threw on its way."""
    facts, uow = running.facts, running.uow
    listening = frozenset(running.execution.listening if running.state not in ENDED else ())
    if gone := running.heard - listening:
        subscriptions.delete(uow, facts.id, sorted(gone))
    if new := listening - running.heard:
        subscriptions.insert(uow, facts.id, facts.service_key, sorted(new), running.now)
    for event in running.pending.sent:
        occurrence = occurrences.insert(uow, facts.id, facts.service_key, event, running.hops, running.now)
        uow.defer(DELIVER_EVENT, key=str(occurrence), occurrence_id=str(occurrence))
    # What was sent before anybody waited for it is looked at again once this is committed.
    names = sorted({listener.name for listener in new if listener.kind == "message"})
    if names:
        uow.defer(LOOK_FOR_MESSAGES, service_key=facts.service_key, names=names)


def _publish(running: Running, closed: list[tuple[int, str]]) -> None:
    facts, bus, uow = running.facts, running.rt.events, running.uow
    for task_id, state in closed:
        bus.publish(uow, events.TaskClosed(facts.id, task_id, state))
    for task in running.pending.new_tasks:
        if task.state == "open":
            bus.publish(
                uow,
                events.TaskOpened(
                    facts.id,
                    task.id,
                    facts.title,
                    task.name,
                    task.candidates,
                    task.token in running.returned,
                ),
            )
    for row in running.open_tasks:
        if row.id in running.pending.offers:
            keys = tuple(dict.fromkeys(reason[0] for reason in running.pending.offers[row.id]))
            bus.publish(
                uow, events.TaskHanded(facts.id, row.id, row.version + 1, facts.title, row.name, keys)
            )
    for one in running.pending.copies:
        bus.publish(uow, events.CopiesSent(facts.id, one.n, facts.title, one.step_name, one.people))
    for failure in running.pending.failures:
        bus.publish(uow, events.IncidentOpened(facts.id, failure.element, failure.code))
    if running.state in ENDED:
        bus.publish(uow, events.InstanceEnded(facts.id, running.state, facts.initiator_id, facts.title))
